import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs the command in a process of its own.
 * @param shell words of a shell, with `"$@"` for the program
 * @param env over that of this process
 * @param file the command's, in `src/node`
 */
export function bench(words, { shell = '"$@"', env = {}, file = 'run.js' } = {}) {
  const program = fileURLToPath(new URL(`../../src/node/${file}`, import.meta.url));
  // A shell whose input is a socket, as Node makes it, takes itself for a remote one and reads what the user has set up.
  const child = spawn(
    'bash',
    ['--norc', '-c', `set -o pipefail; ${shell}`, 'bash', process.execPath, program, ...words],
    {
      env: { ...process.env, ...env },
    },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
