import type { createDownloads, outputLocations } from './download';
import type { onDevice } from './shared-weights';

/** What only targets with a memory of their own need; it comes with their dialect, so that other pages need not load it. */
export interface DeviceMoves {
  readonly onDevice: typeof onDevice;
  readonly createDownloads: typeof createDownloads;
  readonly outputLocations: typeof outputLocations;
}
