import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents, repository } from './support/samples';

const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/** What commands make, and git ignores. */
const outputs = /^apps\/(lab\/results|conformance\/report)/;

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found!);

describe.each(documents())('$file names', ({ file, text }) => {
  const exists = (path: string) => existsSync(join(repository, dirname(file), path));

  it('files and folders that are there', () => {
    const links = all(text, /\]\((?!https?:|#)([^)#]+)/g);
    // Changelogs are written with the first version.
    expect(links.filter((path) => path !== 'CHANGELOG.md' && !exists(path))).toEqual([]);
    const paths = all(text, /(?:`|\bnode )((?:packages|apps|docs|fuzz)\/[\w./-]+)(?=[`\s])/g);
    expect(paths.filter((path) => !outputs.test(path) && !existsSync(join(repository, path)))).toEqual([]);
  });

  it('scripts that the repository has', () => {
    expect(all(text, /npm run ([\w:-]+)/g).filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
