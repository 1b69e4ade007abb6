// npm, as a child that ends with this process, even where this one is killed without a chance to say so.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Refusal } from './refusal.js';

const withParent = new URL('./end-with-parent.js', import.meta.url).href;

/** npm's script: of the npm that runs this process, else of the one on the path. */
function npmScript() {
  const ours = process.env.npm_execpath;
  if (ours && /npm-cli\.js$/.test(ours) && existsSync(ours)) return ours;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [dirname(process.execPath), ...folders].flatMap((folder) => [
    join(folder, 'npm'),
    join(folder, 'node_modules/npm/bin/npm-cli.js'), // Windows
  ]);
  const found = candidates.filter((file) => existsSync(file)).map((file) => realpathSync(file));
  const script = found.find((file) => file.endsWith('npm-cli.js'));
  if (script) return script;
  throw new Refusal('npm', 'npm-cli.js beside npm on the path', 'none');
}

/**
 * Runs npm to its end. A process of its own group would outlive Ctrl-C, so it has none.
 * @param {readonly string[]} words
 * @param {{ cwd: string, env?: Record<string, string>, signal?: AbortSignal, inherit?: boolean }} options `inherit`:
 *   npm speaks to the user's terminal, such as to ask for a second factor
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 * @throws the signal's reason where it is aborted, once npm is gone
 */
export async function npm(words, { cwd, env = {}, signal, inherit = false }) {
  signal?.throwIfAborted();
  const child = spawn(process.execPath, ['--import', withParent, npmScript(), ...words], {
    cwd,
    env: { ...withoutScript(process.env), NO_UPDATE_NOTIFIER: '1', ...env },
    stdio: inherit ? ['inherit', 'inherit', 'inherit', 'ipc'] : ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const kill = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', kill);
  const streams = { stdout: '', stderr: '' };
  for (const name of Object.keys(streams))
    child[name]?.setEncoding('utf8').on('data', (text) => (streams[name] += text));
  try {
    const code = await new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (status, by) => done(status ?? `killed by ${by}`));
    });
    signal?.throwIfAborted();
    return { code, ...streams };
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}

/** Of what npm tells a script that it runs: in which package it is. It must not tell the npm that the script runs. */
const ofScript = /^npm_(package|lifecycle)_|^npm_(command|config_local_prefix|config_workspaces?)$/;

const withoutScript = (env) => Object.fromEntries(Object.entries(env).filter(([name]) => !ofScript.test(name)));
