import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../../..', import.meta.url));

/** A piece of code of a document. */
export interface Sample {
  /** `packages/core/README.md:13` */
  readonly place: string;
  readonly language: string;
  readonly code: string;
  /** Why it is not run, as a comment before it says. */
  readonly notRun?: string;
}

/** A document with its samples and the packages that it says to install. */
export interface Document {
  readonly file: string;
  readonly installs: readonly string[];
  readonly samples: readonly Sample[];
}

const fence = /(?:<!-- not run: (.+?) -->\n+)?^```(\w+)\n([\s\S]*?)^```$/gm;

function documentAt(path: string): Document {
  const text = readFileSync(path, 'utf8');
  const file = relative(repository, path);
  const samples = [...text.matchAll(fence)].map((found): Sample => {
    const [whole, notRun, language, code] = found as unknown as [string, string | undefined, string, string];
    const line = text.slice(0, found.index + whole.indexOf('```')).split('\n').length;
    return { place: `${file}:${line}`, language, code, ...(notRun ? { notRun } : {}) };
  });
  const lines = [...text.matchAll(/npm install ((?:(?!&&|`|\n).)+)/g)].map(([, words]) => words!.trim().split(/\s+/));
  const installs = lines.flat().filter((word) => !word.startsWith('-'));
  return { file, installs: [...new Set(installs)], samples };
}

/** The READMEs that npm shows, that of the repository, and the documents. */
export function documents(): Document[] {
  const packages = readdirSync(join(repository, 'packages')).map((name) =>
    join(repository, 'packages', name, 'README.md'),
  );
  const docs = readdirSync(join(repository, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(repository, 'docs', name));
  return [join(repository, 'README.md'), ...packages.filter(existsSync), ...docs].map(documentAt);
}
