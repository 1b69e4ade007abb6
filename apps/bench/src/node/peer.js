import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../peer/peer.py', import.meta.url));
const python = 'python3';
const mostMinutes = 10;

/** Measures the rows of a report with the peer, one at a time, and puts both side by side. */
export async function addPeer(report, options, say) {
  say(`${options.peer}: ${python} ${script}`);
  const { benchmark, width, headWidth, layers, denseHeads, runs, rounds, warmUp, peerPath, threads } = options;
  const device = report.about.onCpu ? 'cpu' : 'cuda';
  const rows = report.rows.map(({ kind, batch, length, heads, sparsity, k }, id) => ({
    ...{ id, kind, batch, length, heads, sparsity, k },
  }));
  const asked = { device, threads, benchmark, width, headWidth, layers, denseHeads, runs, rounds, warmUp, rows };
  return joined(report, await askPeer(asked, peerPath, say));
}

/**
 * A report with what the peer said of it: `peer` of each row has `wallMs`, `peakBytes`, and `ratio`, our wall time in
 * multiples of the peer's; where the work is done on a CPU `cpuMs` and `cpuRatio`, too.
 * @param messages what peer.py printed: { about }, { unavailable }, { note } or { id, wallMs, cpuMs, peakBytes }, cpuMs
 *   of all threads and null on a GPU, peakBytes null on a CPU
 */
export function joined(report, messages) {
  const of = (name) => messages.filter((message) => message[name] !== undefined).map((message) => message[name]);
  const found = new Map(messages.filter(({ id }) => id !== undefined).map((message) => [message.id, message]));
  const rows = report.rows.map((row, id) => {
    const { wallMs, cpuMs, peakBytes } = found.get(id) ?? {};
    if (wallMs === undefined) return row;
    return {
      ...row,
      peer: {
        wallMs,
        peakBytes: peakBytes ?? undefined,
        ratio: row.wallMs === undefined ? undefined : row.wallMs / wallMs,
        cpuMs: cpuMs ?? undefined,
        cpuRatio: cpuMs && row.cpuMs ? row.cpuMs / cpuMs : undefined,
      },
    };
  });
  const [about] = of('about');
  const [unavailable] = of('unavailable');
  return { ...report, peer: { name: 'torch', about, unavailable, notes: of('note') }, rows };
}

/** Never throws: whatever keeps the peer from its work, ours is done. */
function askPeer(asked, path, say) {
  const env = { ...process.env };
  if (path !== undefined) env.PYTHONPATH = [resolve(path), env.PYTHONPATH].filter(Boolean).join(delimiter);
  const child = spawn(python, [script], { env, stdio: ['pipe', 'pipe', 'pipe'], timeout: mostMinutes * 60_000 });
  const messages = [];
  let errors = '';
  createInterface(child.stdout).on('line', (line) => {
    const message = messageOf(line);
    if (message?.progress !== undefined) say(`torch: ${message.progress}`);
    else if (message !== undefined) messages.push(message);
  });
  child.stderr.on('data', (text) => {
    errors = `${errors}${text}`.slice(-2000);
  });
  child.stdin.on('error', () => undefined); // one that ends at once is told of below
  child.stdin.end(JSON.stringify(asked));
  const stop = () => child.kill();
  process.once('exit', stop);
  return new Promise((done) => {
    const end = (why) => {
      process.off('exit', stop);
      const isSaid = why === undefined || messages.some(({ unavailable }) => unavailable !== undefined);
      done(isSaid ? messages : [...messages, { unavailable: why }]);
    };
    child.on('error', ({ message }) => end(`${python} cannot be started: ${message}`));
    child.on('close', (code, signal) =>
      end(code === 0 ? undefined : `${python} ended with ${signal ?? code}: ${errors.trim().split('\n').at(-1)}`),
    );
  });
}

/** Undefined for what is none, such as a line that a library prints. */
function messageOf(line) {
  try {
    const message = JSON.parse(line);
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
