import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { softwareGpuVariable } from './is-software-gpu';
import { type Machine, thisMachine } from './machine';
import { type GpuChoice, gpuChoices, howToGetGpu, planGpu } from './plan';
import { softwareGpuEnvironment } from './software-gpu';

/** What a process that needs a GPU must be started with, or why there is none for it. */
export interface GpuAccess {
  readonly env: Readonly<Record<string, string>>;
  /** What is missing, and how to get it. Absent where nothing is. */
  readonly lacks?: string;
}

/**
 * Finds a GPU for processes that need one: plans for a machine, and carries out the plan.
 * @param choice `auto`: a real GPU or, failing that, one in software
 * @param cwd where the package with the software GPU is looked for first
 * @throws MosaError `usage` for another choice; what a machine lacks is no error
 */
export async function gpuAccess(
  choice: GpuChoice = 'auto',
  cwd: string = process.cwd(),
  machine: Machine = thisMachine,
): Promise<GpuAccess> {
  if (!gpuChoices.includes(choice)) throw new MosaError('usage', 'gpuAccess', gpuChoices.join(' or '), show(choice));
  const plan = planGpu(choice, machine);
  if (plan.use === 'nothing') return { env: {}, lacks: plan.reason };
  if (plan.use === 'own') return { env: plan.software ? { [softwareGpuVariable]: '1' } : {} };
  try {
    const env = await softwareGpuEnvironment({ cwd });
    return env === undefined ? { env: {}, lacks: howToGetGpu } : { env: { ...env, [softwareGpuVariable]: '1' } };
  } catch (error) {
    if (error instanceof MosaError && error.code === 'unavailable') return { env: {}, lacks: error.message };
    throw error;
  }
}
