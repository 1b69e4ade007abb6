import { againWhere } from '@mosa-js/command';
import type { GpuChoice } from '@mosa-js/software-gpu';
import { environmentFor } from './open';

/**
 * Starts this command once more where its backend needs another environment: a loader finds a GPU driver only by what
 * the process was started with.
 * @returns the exit code of that process, or undefined where this process can do the work itself
 * @throws MosaError `unavailable`
 */
export function relaunched(backends: readonly string[], gpu: GpuChoice): Promise<number | undefined> {
  return againWhere('MOSA_LAB_STARTED', () => environmentFor(backends, gpu));
}
