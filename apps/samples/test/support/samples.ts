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
  readonly text: string;
  readonly installs: readonly string[];
  readonly samples: readonly Sample[];
}

const fence = /(?:<!-- not run: (.+?) -->\n+)?^```(\w+)\n([\s\S]*?)^```$/gm;

/** The fences of a text that starts in a line of a file. */
function samplesIn(text: string, file: string, firstLine = 1): Sample[] {
  return [...text.matchAll(fence)].map((found): Sample => {
    const [whole, notRun, language, code] = found as unknown as [string, string | undefined, string, string];
    const line = text.slice(0, found.index + whole.indexOf('```')).split('\n').length + firstLine - 1;
    return { place: `${file}:${line}`, language, code, ...(notRun ? { notRun } : {}) };
  });
}

function documentAt(path: string): Document {
  const text = readFileSync(path, 'utf8');
  const file = relative(repository, path);
  const lines = [...text.matchAll(/npm install ((?:(?!&&|`|\n).)+)/g)].map(([, words]) => words!.trim().split(/\s+/));
  const installs = lines.flat().filter((word) => !word.startsWith('-'));
  return { file, text, installs: [...new Set(installs)], samples: samplesIn(text, file) };
}

const foldersIn = (folder: string): string[] =>
  readdirSync(join(repository, folder)).map((name) => join(repository, folder, name));

/** The READMEs that npm shows, those of the repository, and the documents. */
export function documents(): Document[] {
  const own = ['README.md', 'CONTRIBUTING.md'].map((name) => join(repository, name));
  const readmes = [...foldersIn('packages'), ...foldersIn('apps')].map((folder) => join(folder, 'README.md'));
  const docs = foldersIn('docs').filter((path) => path.endsWith('.md'));
  return [...own, ...readmes.filter((path) => existsSync(path)), ...docs].map(documentAt);
}

const comment = /^[ \t]*\/\*\*[\s\S]*?\*\//gm;

/** Sources with samples in doc comments. There is to install what these import, and what the README of the package says. */
export function commented(): Document[] {
  return foldersIn('packages').flatMap((folder) => {
    const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' });
    const { installs } = documentAt(join(folder, 'README.md'));
    return sources
      .filter((name) => name.endsWith('.ts'))
      .map((name) => commentsOf(join(folder, 'src', name)))
      .filter(({ samples }) => samples.length > 0)
      .map((source) => ({ ...source, installs: [...new Set([...source.installs, ...installs])] }));
  });
}

/** @throws Error for an `@example` without a fence, which nothing would run */
function commentsOf(path: string): Document {
  const text = readFileSync(path, 'utf8');
  const file = relative(repository, path);
  const samples = [...text.matchAll(comment)].flatMap((found) => {
    const inside = found[0].replace(/^[ \t]*(\/\*\*|\*\/|\*) ?/gm, '');
    const here = samplesIn(inside, file, text.slice(0, found.index).split('\n').length);
    const examples = inside.match(/^@example\b/gm)?.length ?? 0;
    if (examples > here.length) throw new Error(`${here[0]?.place ?? file}: an @example is not a fence of code`);
    return here;
  });
  return { file, text, installs: samples.flatMap(({ code }) => importedPackages(code)), samples };
}

const importedPackages = (code: string): string[] =>
  [...code.matchAll(/^import (?:.* from )?'(?!node:)((?:@[^/']+\/)?[^/']+)/gm)].map(([, name]) => name!);
