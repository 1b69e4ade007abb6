import { MosaError } from '@mosa-js/core';
import { importFrom, isMissing } from './import-from';
import type { BackendChoice } from './open-backend';

const helper = '@mosa-js/software-gpu';

/** What of `@mosa-js/software-gpu` is used, which these commands do not depend on. */
interface Helper {
  gpuAccess(choice: 'auto', cwd: string): Promise<{ readonly env: Record<string, string>; readonly lacks?: string }>;
}

/**
 * Environment that a process with this backend must be started with, over its own: for a GPU, what `@mosa-js/software-gpu`
 * says where it is installed; without it the driver that the machine finds by itself.
 * @throws MosaError `unavailable` where that package knows that there is no GPU
 */
export async function environmentOf(choice: BackendChoice, cwd = process.cwd()): Promise<Record<string, string>> {
  if (choice.kind !== 'known' || choice.known.needs !== 'gpu') return {};
  const found = await importFrom(cwd)(helper).catch((error: unknown) => {
    if (isMissing(error, helper)) return undefined;
    throw error;
  });
  if (found === undefined) return {};
  const { env, lacks } = await (found as unknown as Helper).gpuAccess('auto', cwd);
  if (lacks !== undefined) throw new MosaError('unavailable', `--backend ${choice.known.name}`, 'a GPU', lacks);
  return env;
}
