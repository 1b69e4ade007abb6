import { startAgain } from '@mosa-js/command';
import type { GpuChoice } from '@mosa-js/software-gpu';
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
  return startAgain({ ...env, [started]: '1' });
}
