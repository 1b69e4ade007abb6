import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mergeReports, parseReport, toHtml } from '@mosa-js/conformance';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));

const { mergedResults } = await import(new URL('../src/matrix.js', import.meta.url).href);
const { chromiumOrWhyNot } = await import(new URL('../src/browser-chromium.js', import.meta.url).href);
const { createSession } = await import(new URL('../src/browser-session.js', import.meta.url).href);
const { found, whyNot: noBrowser } = await chromiumOrWhyNot();

describe.skipIf(noBrowser !== '')(`in a browser${noBrowser && ` (skipped: ${noBrowser})`}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosa-pages-'));
  const session = noBrowser ? undefined : createSession(found, 'none');
  beforeAll(() => session.start());
  afterAll(async () => {
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a file in a page, and tells what the browser's console says. */
  async function open(file: string): Promise<{ page: Page; said: string[] }> {
    const page: Page = await (await session.browser()).newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(pathToFileURL(file).href);
    return { page, said };
  }
  const fresh = () => {
    const file = readdirSync(`${docs}results`).find((name) => name.startsWith('chromium-'))!;
    return toHtml(parseReport(readFileSync(`${docs}results/${file}`, 'utf8'), file));
  };
  /** More columns than any page has room for, with few rows. */
  const merged = () => {
    const files = readdirSync(`${docs}results`).filter((name) => /^(chromium|node|h100)-/.test(name));
    const reports = files.map((file) => ({
      file,
      report: parseReport(readFileSync(`${docs}results/${file}`, 'utf8'), file),
    }));
    const { suite, backends } = mergeReports(reports);
    return toHtml({ suite, backends: backends.map((backend) => ({ ...backend, cases: backend.cases.slice(0, 40) })) });
  };
  const written = (name: string, html: string) => {
    writeFileSync(join(folder, name), html);
    return join(folder, name);
  };
  const policies = (page: Page) => page.locator('meta[http-equiv="Content-Security-Policy"]').count();

  it('the published matrix works under its content security policy', async () => {
    const { page, said } = await open(written('matrix.html', toHtml(mergedResults().report)));
    expect(await policies(page)).toBe(1);
    expect(said).toEqual([]);
    const font = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
    expect(font).toContain('system-ui'); // so its style is used
    await page.close();
  });

  it('a report works under its own, script included', async () => {
    const { page, said } = await open(written('report.html', fresh()));
    expect(await policies(page)).toBe(1);
    await page.fill('#filter', 'mosa/');
    expect(await page.textContent('#shown')).toMatch(/^\d+ of \d+ cases$/);
    expect(said).toEqual([]);
    await page.close();
  });

  it.each([
    [1280, 7],
    [390, 2],
  ])('at %i px a report shows whole columns, says that more follow, and has even rows', async (width, least) => {
    const { page } = await open(written('merged.html', merged()));
    await page.setViewportSize({ width, height: 844 });
    await expect.poll(() => page.textContent('#more')).toMatch(/^Backends 1 to \d of \d+ · more to the right →$/);
    const seen = () =>
      page.evaluate(() => {
        const box = document.querySelector('.scroll')!;
        const left = box.getBoundingClientRect().left;
        const [first, ...columns] = Array.from(box.querySelectorAll('thead th'), (cell) =>
          cell.getBoundingClientRect(),
        );
        const inside = columns.filter(
          ({ left: from, right: to }) => to > first!.right + 2 && from < left + box.clientWidth - 2,
        );
        const cut = inside.filter(
          ({ left: from, right: to }) => from < first!.right - 2 || to > left + box.clientWidth + 2,
        );
        const rows = Array.from(box.querySelectorAll<HTMLElement>('tbody tr:not([hidden])'), (row) => row.offsetHeight);
        return { whole: inside.length - cut.length, cut: cut.length, heights: [...new Set(rows)].length };
      });
    const start = await seen();
    expect(start).toEqual({ whole: expect.any(Number), cut: 0, heights: 1 });
    expect(start.whole).toBeGreaterThanOrEqual(least);
    await page.evaluate(() => document.querySelector('.scroll')!.scrollBy(230, 0)); // to where no column begins
    await expect.poll(() => page.textContent('#more')).toContain('← more to the left');
    await expect.poll(async () => (await seen()).cut).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.close();
  });

  it('groups are opened by the keyboard, and keep what was found in them', async () => {
    const { page, said } = await open(written('report.html', fresh()));
    const shown = page.locator('tr.case:visible');
    expect(await shown.count()).toBe(0);
    const group = page.getByRole('button', { name: 'op/exp' });
    await group.focus();
    await page.keyboard.press('Enter');
    expect(await group.getAttribute('aria-expanded')).toBe('true');
    expect(await shown.count()).toBeGreaterThan(1);
    await page.fill('#filter', 'op/exp:small');
    expect(await shown.count()).toBe(1);
    await page.fill('#filter', '');
    await group.press('Enter');
    expect(await shown.count()).toBe(0);
    expect(said).toEqual([]);
    await page.close();
  });

  it.each([
    ['a script', '<script>document.title = "taken"</script>'],
    ['a handler', '<img src="data:," onerror="document.title = \'taken\'">'],
    ['a style', '<style>body { display: none }</style>'],
    ['a style attribute', '<p style="position: fixed">'],
    ['an image from elsewhere', '<img src="http://127.0.0.1:9/x.png">'],
    ['a page within', '<iframe src="data:text/html,x"></iframe>'],
  ])('a report would not run or load %s that is smuggled into it', async (_what, markup) => {
    const { page, said } = await open(written('smuggled.html', fresh().replace('</header>', `</header>${markup}`)));
    await expect.poll(() => said.join()).toContain('Content Security Policy');
    expect(await page.title()).not.toBe('taken');
    expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe('block');
    await page.close();
  });
});
