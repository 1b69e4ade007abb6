import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { print, say } from '@mosa-js/command';
import { check } from './failure.js';
import { planOf } from './plan.js';

const program = fileURLToPath(new URL('./run.js', import.meta.url));
const signals = ['SIGINT', 'SIGKILL'];
const secondsToEnd = 10;

/**
 * Runs the rehearsal, kills it at random places and runs it again, until it is complete. Each place is a step and a time
 * after its start.
 * @returns the exit code
 * @throws Failure where something is left running, or is not complete
 */
export async function killAtRandom({ quick, kills, seed = Math.floor(Math.random() * 2 ** 32), output, signal }) {
  const temporary = mkdtempSync(join(realpathSync(tmpdir()), 'mosa-kills-'));
  say(`release:rehearse: seed ${seed}`);
  const random = mulberry32(seed);
  const ids = planOf({ quick }).map(({ id }) => id);
  const places = Array.from({ length: kills }, (_, i) => ({
    step: ids[Math.floor(random() * ids.length)],
    seconds: random() * 6,
    by: signals[i % signals.length],
  })).sort((a, b) => ids.indexOf(a.step) - ids.indexOf(b.step));
  const rows = [];
  try {
    for (const place of places) {
      const at = `${place.by}, ${place.seconds.toFixed(1)} s into "${place.step}"`;
      say(`release:rehearse: ${at}`);
      const ended = await runOnce({ quick, temporary, place, signal });
      await checkNothingRuns(temporary);
      rows.push({ at, during: ended.killedIn ?? 'not reached', code: ended.code });
      say(`release:rehearse: killed in "${ended.killedIn}", nothing is left running`);
    }
    const { code, stdout } = await runOnce({ quick, temporary, signal });
    check(code === 0, 'the run after the last kill', 'exit code 0', `${code}\n${stdout}`);
    await checkNothingRuns(temporary);
    const left = readdirSync(temporary);
    check(left.length === 0, 'the folder for temporary files', 'nothing that is left', left);
    const report = JSON.parse(stdout);
    await output?.write(`${JSON.stringify({ ...report, seed, kills: rows }, null, 2)}\n`);
    print(`${rows.map(({ at, during }) => `${at}: killed in "${during}"`).join('\n')}\n`);
    print(`complete after ${rows.length} kills; nothing is left running or in temporary folders\n`);
    return 0;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** @returns how it ended, and in which step it was when it was killed */
async function runOnce({ quick, temporary, place, signal }) {
  signal.throwIfAborted();
  const words = [program, '--json', '-', ...(quick ? ['--quick'] : [])];
  const child = spawn(process.execPath, words, {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  let stdout = '';
  let killedIn;
  let current;
  let timer;
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => {
    process.stderr.write(text);
    for (const [, id] of text.matchAll(/^\[\d+\/\d+\] (.+) …$/gm)) {
      current = id;
      if (id !== place?.step) continue;
      timer = setTimeout(() => {
        killedIn = current;
        child.kill(place.by);
      }, place.seconds * 1000);
    }
  });
  const code = await new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (status, by) => done(status ?? by));
  });
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return { code, stdout, killedIn };
}

/** Every process of a rehearsal has its folder in its environment. */
async function checkNothingRuns(temporary) {
  let running = [];
  for (const end = Date.now() + secondsToEnd * 1000; Date.now() < end; await sleep(100)) {
    running = processesWith(`MOSA_REHEARSAL=${temporary}`);
    if (running.length === 0) return;
  }
  check(false, `what runs ${secondsToEnd} s after a kill`, 'nothing', running);
}

function processesWith(text) {
  if (process.platform !== 'linux') return []; // elsewhere a process does not show its environment
  const read = (id, file) => {
    try {
      return readFileSync(`/proc/${id}/${file}`, 'latin1').replaceAll('\0', ' ').trim();
    } catch {
      return ''; // ended meanwhile, or another user's
    }
  };
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => read(id, 'environ').includes(text)).map((id) => `${id} ${read(id, 'cmdline')}`);
}

/** A generator of numbers from 0 to 1 for a seed. */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
