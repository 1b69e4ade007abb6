import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents, repository } from './support/samples';

const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/** What commands make, and git ignores. */
const outputs = /^apps\/(lab\/results|conformance\/report)/;

/** Where npm's page of a package finds what lies outside of it. */
const home = /https:\/\/github\.com\/mosa-js\/mosa-js\/(?:blob|tree)\/main\/([^)#]+)/g;

/** What a README that npm shows says, in this order. */
const sections = ['Install', 'Use', 'Options', 'Errors', 'Limits', 'Tried on'];

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found!);

describe.each(documents())('$file names', ({ file, text }) => {
  const exists = (path: string) => existsSync(join(repository, dirname(file), path));

  it('files and folders that are there', () => {
    const links = all(text, /\]\((?!https?:|#)([^)#]+)/g);
    // Changelogs are written with the first version.
    expect(links.filter((path) => path !== 'CHANGELOG.md' && !exists(path))).toEqual([]);
    const paths = all(text, /(?:`|\bnode )((?:packages|apps|docs|fuzz)\/[\w./-]+)(?=[`\s])/g);
    const absolute = all(text, home);
    const named = [...paths, ...absolute].filter((path) => !outputs.test(path));
    expect(named.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });

  it('scripts that the repository has', () => {
    expect(all(text, /npm run ([\w:-]+)/g).filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

const published = documents().filter(({ file }) => /^packages\/(?!command\/)[\w-]+\/README\.md$/.test(file));

describe.each(published)('$file stands alone:', ({ text }) => {
  it('it has the sections of all others, in their order', () => {
    expect(all(text, /^## (.+)$/gm)).toEqual(sections);
  });

  it('it links to nothing that its package does not bring', () => {
    // Its changelog, which versioning writes, is in its `files` and in all of them.
    expect(all(text, /\]\((?!https?:|#)([^)]+)\)/g)).toEqual(['CHANGELOG.md']);
  });
});
