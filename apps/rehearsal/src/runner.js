import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.js';

const leash = fileURLToPath(new URL('./leash.js', import.meta.url));
const secondsUntilShown = 2;

/**
 * Runs commands that end with this process, and with them all that they start.
 * @param {object} options
 * @param {Record<string, string>} options.env the whole environment of all commands
 * @param {AbortSignal} options.signal
 * @param {(text: string) => void} options.onProgress told each second what runs, once it has run for two
 */
export function createRunner({ env, signal, onProgress }) {
  /**
   * @param {string} command
   * @param {readonly string[]} words
   * @param {{ cwd: string, env?: Record<string, string>, seconds?: number, exitCodes?: readonly number[] }} options
   *   `exitCodes`: those that are no failure, default 0; `seconds`: until it is killed, default 600
   * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
   * @throws Failure where it ends otherwise, with the end of what it said
   */
  return async function run(command, words, { cwd, env: more = {}, seconds = 600, exitCodes = [0] }) {
    signal.throwIfAborted();
    const title = [basename(command), ...words].join(' ').slice(0, 100);
    const child = spawn(process.execPath, [leash, command, ...words], {
      cwd,
      env: { ...env, ...more },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const streams = { stdout: '', stderr: '' };
    for (const name of Object.keys(streams))
      child[name].setEncoding('utf8').on('data', (text) => (streams[name] += text));
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    const killAll = () => killGroup(child.pid);
    signal.addEventListener('abort', killAll);
    let isLate = false;
    const timer = setInterval(() => {
      if (elapsed() >= secondsUntilShown) onProgress(`${title}: ${Math.round(elapsed())} s`);
      if (elapsed() < seconds) return;
      isLate = true;
      killAll();
    }, 1000);
    try {
      const code = await new Promise((done, failed) => {
        child.on('error', failed);
        // What it left running would keep its outputs open.
        child.on('exit', killAll);
        child.on('close', (status) => done(status ?? 1));
      });
      signal.throwIfAborted();
      if (isLate) throw new Failure(title, `an end within ${seconds} s`, `none: ${lastOf(streams)}`);
      if (!exitCodes.includes(code)) {
        throw new Failure(title, `exit code ${exitCodes.join(' or ')}`, `${code}: ${lastOf(streams)}`);
      }
      return { code, ...streams };
    } finally {
      clearInterval(timer);
      signal.removeEventListener('abort', killAll);
    }
  };
}

function killGroup(pid) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // all of it has ended
  }
}

/** The last lines, which say why a command failed. */
const lastOf = ({ stdout, stderr }) => `${stdout}\n${stderr}`.trim().slice(-1500);
