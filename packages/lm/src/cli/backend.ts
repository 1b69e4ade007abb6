import { againWhere } from '@mosa-js/command';
import { type BackendChoice, chooseBackend, environmentOf, openBackend } from '@mosa-js/command/backends';
import type { Backend } from '@mosa-js/core';
import type { Given } from './common';

/** What results say of the backend. */
export interface BackendIdentity {
  readonly name: string;
  readonly device: string;
  readonly library: string;
}

export const identify = ({ name, device, label }: Backend): BackendIdentity => ({ name, device, library: label });

/**
 * Understands `--backend`, and starts the command once more where the backend needs another environment.
 * @returns the choice, or the exit code of the other process
 * @throws MosaError `usage`, `unavailable`
 */
export async function backendOf(given: Given): Promise<BackendChoice | number> {
  const choice = chooseBackend(given.text('backend'));
  return (await againWhere('MOSA_LM_STARTED', () => environmentOf(choice))) ?? choice;
}

/** Opens the backend for some work, and frees it after that; not where the work was interrupted, since the process ends. */
export async function onBackend<R>(
  choice: BackendChoice,
  signal: AbortSignal,
  work: (backend: Backend) => Promise<R>,
): Promise<R> {
  const backend = await openBackend(choice);
  try {
    return await work(backend);
  } finally {
    if (!signal.aborted) await backend.dispose();
  }
}
