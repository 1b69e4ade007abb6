import type { ConformanceDevices } from '@mosa-js/core/adapter';
import { createTfjsNodeBackend } from './backend';
import { loadTfjsNode } from './load';

/** For the command `mosa-conformance`. Whether `native` is a CUDA GPU or the CPU is libtensorflow's to say. */
export const backends: ConformanceDevices = {
  native: {
    description: 'TensorFlow.js on libtensorflow, native, on a CUDA GPU or the CPU',
    packages: ['@tensorflow/tfjs-node-gpu'],
    // Its main module starts libtensorflow, which this adapter does in its own way.
    probes: ['@tensorflow/tfjs-node-gpu/dist/version.js'],
    create: async (load) => createTfjsNodeBackend({ lib: await loadTfjsNode({ load }) }),
  },
};
