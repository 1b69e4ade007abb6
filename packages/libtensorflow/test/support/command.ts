import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StandIn } from './stand-in';

const bin = fileURLToPath(new URL('../../bin/mosa-provision-libtensorflow.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Sends a signal when the command says it has come to this step. */
  readonly stop?: { readonly at: string; readonly by: NodeJS.Signals };
  /** Started through a shell, behind these words. */
  readonly shell?: string;
}

/** Runs the built command to its end. */
export function command(words: readonly string[], { env, cwd, stop, shell }: CommandOptions = {}): Promise<Ended> {
  const options = { cwd, env: { ...process.env, CXX: undefined, ...env } };
  const child = shell
    ? spawn('bash', ['--norc', '-c', `${shell}; exec "$@"`, 'bash', process.execPath, bin, ...words], options)
    : spawn(process.execPath, [bin, ...words], options);
  let [out, err, stopped] = ['', '', false];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
    if (!stopped && stop && err.includes(stop.at)) {
      stopped = true;
      child.kill(stop.by);
    }
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

/** Words that provision a stand-in. */
export function wordsFor({ wheel, sha256, cache, pack }: StandIn): string[] {
  return ['--wheel', wheel, '--sha256', sha256, '--cache', cache, pack];
}

/** Files and folders that a run has in the making. */
export function leftovers({ cache, pack }: StandIn): string[] {
  const names = [cache, pack].flatMap((folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  });
  return names.filter((name) => /part-/.test(name));
}
