import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withLinks } from '../src/links.js';
import { repository } from '../src/pages.js';

const content = fileURLToPath(new URL('../.site', import.meta.url));
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const files = readdirSync(dist, { recursive: true }).filter(
  (name) => name.endsWith('.html') && !/^(playground|matrix|lab)\//.test(name),
);
const texts = new Map(files.map((name) => [name, readFileSync(join(dist, name), 'utf8')]));
const all = (text, attribute) =>
  [...text.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map(([, value]) => value);
const ids = new Map([...texts].map(([name, text]) => [name, new Set(all(text, 'id'))]));

describe('the site', () => {
  it('has the guide, every package, the API and the static pages', () => {
    const wanted = ['index', 'start', 'causal', 'performance', 'packages/core', 'packages/exchange', 'api/lm'];
    for (const name of wanted) expect(files).toContain(`${name}.html`);
    for (const name of ['playground/index.html', 'matrix/index.html', 'lab/isoflop.html', 'lab/agree.html'])
      expect(existsSync(join(dist, name))).toBe(true);
    expect(files.some((name) => /decisions|releasing/.test(name))).toBe(false);
  });

  it.each(['core', 'core/adapter', 'core/training', 'lm', 'exchange'])('describes each export of %s', async (entry) => {
    const names = Object.keys(await import(`@mosa-js/${entry}`));
    const described = ids.get(`api/${entry}.html`);
    expect(names.filter((name) => !described.has(name.toLowerCase()))).toEqual([]);
    const headings = [...texts.get(`api/${entry}.html`).matchAll(/<h3 id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(headings).size).toBe(headings.length);
  });

  it('says of an export what its comment says', () => {
    const text = texts.get('api/core.html').replace(/<[^>]*>/g, '');
    expect(text).toMatch(/The one error that mosa-js throws: where failed, what it expected, and what came instead/);
    expect(texts.get('api/core.html')).toContain('<a href="./../packages/core.html">');
  });

  it('says at the start of each page what its reader can do after it', () => {
    const names = readdirSync(content).filter((name) => name.endsWith('.md') && !/^(index|bench|about-)/.test(name));
    expect(names.length).toBeGreaterThan(20);
    const start = /^# .+\n\nAfter this page /;
    expect(names.filter((name) => !start.test(readFileSync(join(content, name), 'utf8')))).toEqual([]);
  });

  it('has no picture in its documents but what `npm run pictures` draws', () => {
    const pictures = readdirSync(join(repository, 'docs')).filter((name) => /\.(svg|png|jpe?g|gif|webp)$/.test(name));
    const same = (name) => {
      const drawn = join(dist, 'pictures', name);
      return existsSync(drawn) && readFileSync(drawn).equals(readFileSync(join(repository, 'docs', name)));
    };
    expect(pictures).toEqual(expect.arrayContaining(['causality-books-b8.svg', 'isoflop.svg', 'mosa-layer.svg']));
    expect(pictures.filter((name) => !same(name))).toEqual([]);
  });

  it('leads back from pages that stand alone', () => {
    for (const name of ['matrix/index.html', 'lab/isoflop.html', 'playground/index.html']) {
      const [, way] = /<nav aria-label="The site">(.*?)<\/nav>/.exec(readFileSync(join(dist, name), 'utf8'));
      const places = all(way, 'href').map((link) => posix.join(posix.dirname(name), link));
      expect(places).toEqual(['index.html', ...(name.startsWith('playground') ? [] : ['results.html'])]);
    }
  });

  it('leads to each page of the guide from the side', () => {
    const start = new Set(all(texts.get('start.html'), 'href'));
    const guide = ['backends', 'first-layer', 'typescript', 'training', 'generating', 'exporting', 'own-tensors'];
    expect(guide.filter((name) => !start.has(`/${name}.html`))).toEqual([]);
  });

  it('links to what is there, anchors included', () => {
    const broken = [];
    for (const [name, text] of texts) {
      for (const link of all(text, 'href')) {
        if (/^(https?:|mailto:)/.test(link)) continue;
        const [path, hash] = decodeURI(link).split('#');
        const to = path === '' ? name : path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(name), path);
        const place = join(dist, to);
        const file = existsSync(place) && statSync(place).isDirectory() ? posix.join(to, 'index.html') : to;
        if (!existsSync(join(dist, file))) broken.push(`${name}: ${link}`);
        else if (hash && ids.has(file) && !ids.get(file).has(hash)) broken.push(`${name}: ${link}`);
      }
    }
    expect([...new Set(broken)]).toEqual([]);
  });

  it('asks nothing of any other server', () => {
    for (const [name, text] of texts) {
      const loaded = [...all(text, 'src'), ...[...text.matchAll(/<link[^>]*href="([^"]*)"/g)].map(([, href]) => href)];
      expect([name, loaded.filter((url) => /^(https?:)?\/\//.test(url))]).toEqual([name, []]);
    }
  });
});

describe('links', () => {
  const pages = new Map([
    ['docs/start.md', 'start.md'],
    ['docs/api/lm.md', 'api/lm.md'],
    ['packages/lm/README.md', 'packages/lm.md'],
  ]);
  const linked = (text, file = 'docs/start.md', pictures = []) =>
    withLinks(text, file, pages, (path) => pictures.push(path));

  it('lead from page to page, and else to the repository', () => {
    expect(linked('[a](../packages/lm/README.md#onnx) [b](api/lm.md)')).toBe(
      '[a](./packages/lm.md#onnx) [b](./api/lm.md)',
    );
    expect(linked('[a](../../docs/start.md)', 'packages/lm/README.md')).toBe('[a](../start.md)');
    expect(linked('[a](https://github.com/mosa-js/mosa-js/blob/main/docs/start.md#x)', 'packages/lm/README.md')).toBe(
      '[a](../start.md#x)',
    );
    expect(linked('[a](../packages/lm/src)')).toBe('[a](https://github.com/mosa-js/mosa-js/tree/main/packages/lm/src)');
    expect(linked('[a](results/agree-2026-11-25.json) [b](results)')).toBe(
      '[a](/lab/agree.html){target="_self"} [b](./results.md)',
    );
    expect(linked('[a](results/matmul-cuda-h100-2026-11-23.json)')).toBe(
      '[a](https://github.com/mosa-js/mosa-js/blob/main/docs/results/matmul-cuda-h100-2026-11-23.json)',
    );
    expect(linked('[api/lm.md](api/lm.md) [lm](api/lm.md) [decisions.md](decisions.md)')).toBe(
      '[API of @mosa-js/lm](./api/lm.md) [lm](./api/lm.md) [decisions.md](https://github.com/mosa-js/mosa-js/blob/main/docs/decisions.md)',
    );
    expect(linked('[a](#here) [b](https://example.org/x)')).toBe('[a](#here) [b](https://example.org/x)');
  });

  it('leave code as it is, and bring pictures along', () => {
    const pictures = [];
    expect(linked('`[a](b.md)` ![p](mosa-layer.svg)', 'docs/start.md', pictures)).toBe(
      '`[a](b.md)` ![p](/pictures/mosa-layer.svg)',
    );
    expect(pictures).toEqual(['docs/mosa-layer.svg']);
    expect(linked('```js\nf[a](b.md)\n```\n')).toBe('```js\nf[a](b.md)\n```\n');
  });

  it('to nothing are refused', () => {
    expect(() => linked('[a](nowhere.md)')).toThrow(/docs\/start\.md: links to nowhere\.md, which is not there/);
  });
});
