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

/**
 * Starts this command once more where its work needs another environment.
 * @param mark a variable that says to the other process that it is the one
 * @returns its exit code, or undefined where this process can do the work itself
 */
export async function againWhere(
  mark: string,
  environment: () => Promise<Readonly<Record<string, string>>>,
): Promise<number | undefined> {
  if (process.env[mark] === '1') return undefined;
  const env = await environment();
  if (Object.entries(env).every(([name, value]) => process.env[name] === value)) return undefined;
  return startAgain({ ...env, [mark]: '1' });
}
