import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { GpuChoice } from '@mosa-js/conformance';
import { environmentFor } from './open';

const started = 'MOSA_LAB_STARTED';

/**
 * Starts this command once more where its backend needs another environment: a loader finds a GPU driver only by what
 * the process was started with.
 * @returns the exit code of that process, or undefined where this process can do the work itself
 * @throws MosaError `unavailable`
 */
export async function relaunched(backends: readonly string[], gpu: GpuChoice): Promise<number | undefined> {
  if (process.env[started] === '1') return undefined;
  const env = await environmentFor(backends, gpu);
  if (Object.entries(env).every(([name, value]) => process.env[name] === value)) return undefined;
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: { ...process.env, ...env, [started]: '1' },
    stdio: 'inherit',
  });
  // Ctrl-C reaches the child by itself, as it does every process of the terminal; this one must outlive it.
  const ignore = () => undefined;
  const forward = () => void child.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', forward);
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', forward);
  }
}
