import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const guard = fileURLToPath(new URL('./guard.js', import.meta.url));

/**
 * Runs a command to its end. It ends with this process, even where this one is killed, and takes along what it started.
 * @param {readonly string[]} line the command and its words
 * @param {object} options
 * @param {string} options.cwd
 * @param {Record<string, string>} [options.env] beside this process's own
 * @param {AbortSignal} [options.signal]
 * @param {'read' | 'terminal' | 'stderr'} [options.output] `terminal`: the command has this process's, and may ask there;
 *   `stderr`: all that it prints goes to standard error. Default: `read`
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 * @throws the signal's reason where it is aborted, once the command is gone
 */
export async function run(line, { cwd, env = {}, signal, output = 'read' }) {
  signal?.throwIfAborted();
  const stdio = {
    read: ['ignore', 'pipe', 'pipe'],
    terminal: ['inherit', 'inherit', 'inherit'],
    stderr: ['ignore', 2, 2],
  };
  const child = spawn(process.execPath, [guard, ...line], {
    cwd,
    env: { ...withoutScript(process.env), ...env },
    stdio: [...stdio[output], 'ipc'],
  });
  const end = () => child.connected && child.send('end');
  signal?.addEventListener('abort', end);
  const said = { stdout: '', stderr: '' };
  for (const name of Object.keys(said)) child[name]?.setEncoding('utf8').on('data', (text) => (said[name] += text));
  try {
    const code = await new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (status) => done(status ?? 1));
    });
    signal?.throwIfAborted();
    return { code, ...said };
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/** Of what npm tells a script that it runs: in which package it is. It must not tell the npm that the script runs. */
const ofScript = /^npm_(package|lifecycle)_|^npm_(command|config_local_prefix|config_workspaces?)$/;

const withoutScript = (env) => Object.fromEntries(Object.entries(env).filter(([name]) => !ofScript.test(name)));

/** npm, as `run` has it. */
export const npm = (words, options) => run(['npm', ...words], options);
