import { checkedBackend, createExported, importFrom, installedDevice, makeAvailable } from '@mosa-js/command/backends';
import type { Backend } from '@mosa-js/core';
import type { ExpectedFailure } from '@mosa-js/core/adapter';
import type { BackendRequest } from './requests';

export interface Requested {
  readonly backend: Backend;
  /** As the adapter declares them beside what makes its backend; not looked at yet. */
  readonly expectedFailures?: readonly ExpectedFailure[];
}

/**
 * @param lacks what the machine lacks for a device that needs it: it is unavailable even where its packages are there
 * @throws Unavailable, or whatever the adapter throws where the adapter itself is at fault
 */
export function createRequested(request: BackendRequest, cwd: string, lacks?: string): Promise<Requested> {
  const { name, module, entry } = request;
  return makeAvailable(name, async () => {
    if (entry) {
      const { device, load } = await installedDevice(entry, cwd, lacks);
      return { backend: checkedBackend(await device.create(load)), expectedFailures: device.expectedFailures };
    }
    const adapter = await importFrom(cwd)(module ?? name);
    const { expectedFailures } = adapter as Pick<Requested, 'expectedFailures'>;
    return { backend: checkedBackend(await createExported(adapter, name)), expectedFailures };
  });
}
