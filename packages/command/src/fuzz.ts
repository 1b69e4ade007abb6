import { spawn } from 'node:child_process';
import type { OptionSpecs } from './options';

/** Words with which a command is called at random. */
export interface FuzzedCommand {
  /** The words that come first, such as a command's name. */
  readonly start: readonly string[];
  readonly options: OptionSpecs;
  /** Words each of which makes the command refuse before it begins to work. None: it does no work that takes long. */
  readonly spoil?: readonly (readonly string[])[];
  /** Values that mean something to it. */
  readonly values?: readonly string[];
}

const values = [
  ['', ' ', '0', '-1', '1', '1.5', '1e400', '99999999999999999999', 'NaN', '0x10', 'true', ','],
  [
    'a,b',
    'a,,b',
    'reference',
    './no/such',
    '/proc/no/such',
    '/dev/null',
    '-',
    '--',
    '--help',
    'constructor',
    '__proto__',
  ],
  [
    'größe',
    '数',
    '🙂',
    '\u202eabc',
    '\n',
    '\x1b[2J',
    'a\tb',

    'x'.repeat(5000),
    '../..',
    '.',
    '%s',
    '$HOME',
    '*',
  ],
].flat();

/** How many command lines a test tries: MOSA_FUZZ, or some that take little time. */
export function fuzzCount(usual = 40): number {
  return Number(process.env.MOSA_FUZZ ?? usual);
}

/** Command lines at random, the same for the same seed. */
export function randomCommandLines(commands: readonly FuzzedCommand[], count: number, seed = 1): string[][] {
  const next = randomNumbers(seed);
  const below = (n: number) => Math.floor(next() * n);
  const oneOf = <T>(all: readonly T[]) => all[below(all.length)]!;
  const optionWords = ({ options, values: own = [] }: FuzzedCommand): string[] => {
    const name = oneOf(Object.keys(options));
    const { value: takes, short } = options[name]!;
    const value = oneOf(next() < 0.5 && own.length > 0 ? own : values);
    const flag = short !== undefined && next() < 0.3 ? `-${short}` : `--${name}`;
    if (next() < 0.05) return [flag]; // a value is missing, or another option is taken for it
    if (takes === undefined) return next() < 0.1 ? [`--${name}=${value}`] : [flag];
    return next() < 0.5 ? [flag, value] : [`--${name}=${value}`];
  };
  return Array.from({ length: count }, () => {
    const command = oneOf(commands);
    const words = [...command.start, ...(command.spoil === undefined ? [] : oneOf(command.spoil))];
    for (let left = below(6); left > 0; left--) {
      const kind = next();
      if (kind < 0.7) words.push(...optionWords(command));
      else if (kind < 0.78) words.push(`--${oneOf(['no-such', 'hel', '', 'constructor', '数', 'json-'])}x`);
      else if (kind < 0.82) words.push('--');
      else if (kind < 0.86) words.push(...[words.at(-2) ?? '', words.at(-1) ?? ''].filter((word) => word !== ''));
      else words.push(oneOf(values));
    }
    return words;
  });
}

/** What a command did. */
export interface Conduct {
  readonly code: number | null;
  readonly stderr: string;
}

/** What is wrong with how a command ended; empty where nothing is. */
export function misconduct(name: string, { code, stderr }: Conduct, codes: readonly number[]): string[] {
  const wrong: string[] = [];
  if (code === null || !codes.includes(code)) wrong.push(`exit code ${code}`);
  if (/^ {4}at /m.test(stderr)) wrong.push('a stack trace');
  if (code === 0) return wrong;
  const lines = stderr.split('\n').filter((line) => line !== '');
  if (lines.length === 0) wrong.push('no message');
  if (!lines.at(-1)?.startsWith(`${name}: `)) wrong.push(`a message that does not start with ${name}`);
  return wrong;
}

/** Runs a command in this process, and takes what it prints. */
export async function runInside(
  command: (words: readonly string[]) => Promise<number>,
  words: readonly string[],
): Promise<Conduct & { readonly stdout: string }> {
  const { stdout, stderr } = process;
  const printed = { stdout: '', stderr: '' };
  const own = { stdout: stdout.write, stderr: stderr.write };
  const take = (name: 'stdout' | 'stderr') =>
    ((text: string, ...rest: readonly unknown[]) => {
      printed[name] += text;
      const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
      done?.();
      return true;
    }) as typeof stdout.write;
  stdout.write = take('stdout');
  stderr.write = take('stderr');
  try {
    return { code: await command(words), ...printed };
  } finally {
    stdout.write = own.stdout;
    stderr.write = own.stderr;
  }
}

/** mulberry32 */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Rejects where a command has not ended in time. */
export async function inTime<R>(work: Promise<R>, words: readonly string[], seconds = 30): Promise<R> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${seconds} s: ${JSON.stringify(words)}`)), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a program of its own with these words, and takes what it prints. */
export function runOutside(program: string, words: readonly string[], cwd: string): Promise<Conduct> {
  const child = spawn(process.execPath, [program, ...words], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}
