import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { type StopSignal, stopSignals } from './interruption';

/**
 * Runs the command of this process once more, in a process with variables over those of this one: a loader finds a GPU
 * driver only by what the process was started with. Signals are passed on, and this process outlives the other.
 * @returns the exit code
 */
export async function startAgain(
  env: Readonly<Record<string, string>>,
  words: readonly string[] = [...process.execArgv, ...process.argv.slice(1)],
): Promise<number> {
  const child = spawn(process.execPath, words, { env: { ...process.env, ...env }, stdio: 'inherit' });
  // Ctrl-C reaches the child by itself, too; it counts one that comes twice at the same time once.
  const passOn = (signal: StopSignal) => void child.kill(signal);
  for (const signal of stopSignals) process.on(signal, passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    for (const signal of stopSignals) process.off(signal, passOn);
  }
}
