import { exported, type KnownBackend } from './known-backend';
import { webgpuBackends } from './webgpu-backends';

export type { KnownBackend } from './known-backend';

const tfjs = (backend: 'cpu' | 'wasm', description: string): KnownBackend => {
  const kernels = `@tensorflow/tfjs-backend-${backend}`;
  return {
    name: `tfjs-${backend}`,
    description,
    packages: ['@mosa-js/tfjs', '@tensorflow/tfjs-core', kernels],
    async create(load) {
      const lib = await load('@tensorflow/tfjs-core');
      await load(kernels); // registers its kernels with tfjs-core
      return exported(await load('@mosa-js/tfjs'), 'createTfjsBackend')({ lib, backend });
    },
  };
};

const onnxruntime = (target: 'web' | 'node', executionProvider: string, description: string): KnownBackend => {
  const library = `onnxruntime-${target}`;
  const name = `${library}-${executionProvider}`;
  return {
    name,
    description,
    packages: ['@mosa-js/onnxruntime', library],
    async create(load) {
      const lib = await load(library);
      return exported(await load('@mosa-js/onnxruntime'), 'createOnnxRuntimeBackend')({ lib, executionProvider, name });
    },
  };
};

export const knownBackends: readonly KnownBackend[] = [
  {
    name: 'reference',
    description: 'plain TypeScript in float64, the oracle',
    packages: ['@mosa-js/reference'],
    create: async (load) => exported(await load('@mosa-js/reference'), 'createReferenceBackend')({}),
  },
  tfjs('cpu', 'TensorFlow.js in plain JavaScript'),
  tfjs('wasm', 'TensorFlow.js in WebAssembly'),
  {
    name: 'tfjs-node-gpu',
    description: 'TensorFlow.js on libtensorflow, native, on a CUDA GPU or the CPU',
    packages: ['@mosa-js/tfjs-node-gpu', '@tensorflow/tfjs-node-gpu'],
    // Its main module starts libtensorflow, which the adapter does in its own way.
    probes: ['@mosa-js/tfjs-node-gpu', '@tensorflow/tfjs-node-gpu/dist/version.js'],
    async create(load) {
      const adapter = await load('@mosa-js/tfjs-node-gpu');
      const lib = await exported(adapter, 'loadTfjsNode')({ load });
      return exported(adapter, 'createTfjsNodeBackend')({ lib });
    },
  },
  onnxruntime('web', 'wasm', 'ONNX Runtime in WebAssembly'),
  onnxruntime('node', 'cpu', 'ONNX Runtime, native, on the CPU'),
  ...webgpuBackends,
];
