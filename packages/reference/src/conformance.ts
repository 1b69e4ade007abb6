import type { ConformanceDevices } from '@mosa-js/core/adapter';
import { createReferenceBackend } from './backend';

/** For the command `mosa-conformance`. */
export const backends: ConformanceDevices = {
  cpu: {
    description: 'plain TypeScript in float64, the oracle',
    packages: [],
    create: () => createReferenceBackend(),
  },
};
