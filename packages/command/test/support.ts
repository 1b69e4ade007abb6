import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mosa-command-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a program that uses the built package, behind words of a shell that say where its output goes.
 * @param shell has `"$@"` for the program
 */
export async function program(code: string, shell = '"$@"'): Promise<Ended> {
  const file = join(temporaryFolder(), 'program.mjs');
  const built = new URL('../dist/index.js', import.meta.url).href;
  writeFileSync(file, `import * as command from '${built}';\n${code}`);
  const child = spawn('bash', ['--norc', '-c', shell, 'bash', process.execPath, file]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ code: status, out, err })));
}
