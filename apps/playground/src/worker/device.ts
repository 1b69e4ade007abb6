import type { Settings } from '../settings/settings';
import { type Opened, openBackend } from './open-backend';
import type { Event } from './protocol';
import { Refusal } from './words';

/** Where a session computes: opened when it is needed, and anew when the GPU was lost or another place is wanted. */
export function createDevice(post: (event: Event) => void) {
  let opened: Opened | undefined;
  let openedFor: Settings['backend'] | undefined;

  return {
    /** @throws MosaError `unavailable` where the place that is wanted cannot be had */
    async open(wanted: Settings['backend']): Promise<Opened> {
      if (opened && openedFor === wanted && !opened.isLost()) return opened;
      await opened?.backend.dispose().catch(() => undefined);
      opened = undefined;
      opened = await openBackend(wanted);
      openedFor = wanted;
      const { backend, kind, why, slowRead } = opened;
      post({ kind: 'opened', backend: kind, device: backend.device, why, ...(slowRead ? { slowRead } : {}) });
      return opened;
    },
    /** What is open. @throws Refusal where nothing is */
    current(): Opened {
      if (opened) return opened;
      throw new Refusal('There is no place to compute: start anew first.');
    },
    isLost: () => opened?.isLost() ?? false,
    isLostSoon: async () => (await opened?.isLostSoon()) ?? false,
    /** For a test: what a driver that begins anew does. */
    lose: () => (opened?.backend as { readonly gpuDevice?: GPUDevice } | undefined)?.gpuDevice?.destroy(),
  };
}
