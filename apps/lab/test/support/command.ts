import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const built = fileURLToPath(new URL('../../dist/lab.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built lab, as a user would; `turbo run test` builds it first. */
export function start(...commandLine: string[]): ChildProcess {
  if (!existsSync(built)) throw new Error('these tests need `npm run build` first');
  return spawn(process.execPath, [built, ...commandLine], { stdio: ['ignore', 'pipe', 'pipe'] });
}

export async function finished(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (text) => {
    stdout += text;
  });
  child.stderr?.on('data', (text) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

export const lab = (...commandLine: string[]): Promise<Finished> => finished(start(...commandLine));

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mosa-lab-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A text of few thousand characters that no two parts of are alike. */
export function textFile(folder: string, name = 'text.txt'): string {
  const words = ['heads', 'choose', 'tokens', 'few', 'attend', 'later', 'ones', 'wait'];
  let state = 7;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return words[(state >> 12) % words.length]!;
  };
  const path = join(folder, name);
  writeFileSync(path, Array.from({ length: 700 }, next).join(' '));
  return path;
}

/** Options of a model that the reference trains in a second. */
export function small(text: string, steps = 12, { every = 6, windows = 4, warmup = 2 } = {}): string[] {
  const sizes = ['--layers', '1', '--d-model', '16', '--d-head', '8', '--length', '16', '--batch', '2'];
  const evaluations = ['--evaluate-every', `${every}`, '--evaluate-windows', `${windows}`];
  const rest = [...evaluations, '--warmup-steps', `${warmup}`, '--steps', `${steps}`];
  return ['--preset', 'tiny', '--backend', 'reference', '--data', text, ...sizes, ...rest];
}

export function json<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

/** Resolves when a file is there. */
export async function appearance(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 5));
}
