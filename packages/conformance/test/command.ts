import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'bin/mosa-conformance.js');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command, as a user would; `turbo run test` builds it first. */
export function start(commandLine: readonly string[], cwd = root, bin = built): ChildProcess {
  if (!existsSync(join(root, 'dist/cli.js'))) throw new Error('these tests need `npm run build` first');
  return spawn(process.execPath, [bin, ...commandLine], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
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

export const command = (...commandLine: string[]): Promise<Finished> => finished(start(commandLine));

/** `--backend` and the path of a backend made for these tests. */
export const fixture = (name: string): string[] => ['--backend', `./test/fixtures/${name}.mjs`];

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mosa-conformance-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A project of its own in which the suite is installed, and no adapter but the reference. */
export function projectWithSuite(): { readonly project: string; readonly bin: string } {
  const project = temporaryFolder();
  const installed = join(project, 'node_modules', '@mosa-js');
  mkdirSync(installed, { recursive: true });
  for (const name of ['core', 'lm', 'reference', 'safetensors', 'software-gpu']) {
    symlinkSync(join(root, '..', name), join(installed, name), 'junction');
  }
  for (const part of ['bin', 'dist', 'golden', 'package.json']) {
    cpSync(join(root, part), join(installed, 'conformance', part), { recursive: true });
  }
  return { project, bin: join(installed, 'conformance/bin/mosa-conformance.js') };
}
