import { checkedBackend, createExported, createInstalled, importFrom, makeAvailable } from '@mosa-js/command/backends';
import type { Backend } from '@mosa-js/core';
import type { BackendRequest } from './requests';

/**
 * @param lacks what the machine lacks for a device that needs it: it is unavailable even where its packages are there
 * @throws Unavailable, or whatever the adapter throws where the adapter itself is at fault
 */
export function createRequested(request: BackendRequest, cwd: string, lacks?: string): Promise<Backend> {
  const { name, module, entry } = request;
  return makeAvailable(name, async () => {
    if (entry) return checkedBackend(await createInstalled(entry, cwd, lacks));
    return checkedBackend(await createExported(await importFrom(cwd)(module ?? name), name));
  });
}
