import { codeOf, messageOf } from '../errors';
import { softwareGpuVariable } from './is-software-gpu';
import { type Machine, thisMachine } from './machine';
import { type GpuChoice, howToGetGpu, planGpu } from './plan';
import { softwareGpuEnvironment } from './software-gpu';

/** What a process that needs a GPU must be started with, or why there is none for it. */
export interface GpuAccess {
  readonly env: Readonly<Record<string, string>>;
  /** What is missing, and how to get it. Absent where nothing is. */
  readonly lacks?: string;
}

/**
 * Carries out the plan for a machine.
 * @param cwd where the package with the software GPU is looked for first
 */
export async function gpuAccess(choice: GpuChoice, cwd: string, machine: Machine = thisMachine): Promise<GpuAccess> {
  const plan = planGpu(choice, machine);
  if (plan.use === 'nothing') return { env: {}, lacks: plan.reason };
  if (plan.use === 'own') return { env: plan.software ? { [softwareGpuVariable]: '1' } : {} };
  try {
    const env = await softwareGpuEnvironment({ cwd });
    return env === undefined ? { env: {}, lacks: howToGetGpu } : { env: { ...env, [softwareGpuVariable]: '1' } };
  } catch (error) {
    if (codeOf(error) === 'unavailable') return { env: {}, lacks: messageOf(error) };
    throw error;
  }
}
