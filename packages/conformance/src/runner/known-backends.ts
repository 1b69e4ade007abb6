import type { Backend } from '@mosa-js/core';
import type { Importer } from './import-from';

/** A backend that the command knows by name. Its packages are looked for at run time: the suite depends on none. */
export interface KnownBackend {
  readonly name: string;
  /** One line for the help. */
  readonly description: string;
  /** What to install to get it; all of it comes from the same place. */
  readonly packages: readonly string[];
  create(load: Importer): Promise<Backend>;
}

const tfjs = (backend: 'cpu' | 'wasm', description: string): KnownBackend => {
  const kernels = `@tensorflow/tfjs-backend-${backend}`;
  return {
    name: `tfjs-${backend}`,
    description,
    packages: ['@mosa-js/tfjs', '@tensorflow/tfjs-core', kernels],
    async create(load) {
      const lib = await load('@tensorflow/tfjs-core');
      await load(kernels); // registers its kernels with tfjs-core
      return factory(await load('@mosa-js/tfjs'), 'createTfjsBackend')({ lib, backend });
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
      return factory(await load('@mosa-js/onnxruntime'), 'createOnnxRuntimeBackend')({ lib, executionProvider, name });
    },
  };
};

export const knownBackends: readonly KnownBackend[] = [
  {
    name: 'reference',
    description: 'plain TypeScript in float64, the oracle',
    packages: ['@mosa-js/reference'],
    create: async (load) => factory(await load('@mosa-js/reference'), 'createReferenceBackend')({}),
  },
  tfjs('cpu', 'TensorFlow.js in plain JavaScript'),
  tfjs('wasm', 'TensorFlow.js in WebAssembly'),
  onnxruntime('web', 'wasm', 'ONNX Runtime in WebAssembly'),
  onnxruntime('node', 'cpu', 'ONNX Runtime, native, on the CPU'),
];

type Factory = (options: Readonly<Record<string, unknown>>) => Backend | Promise<Backend>;

function factory(module: Readonly<Record<string, unknown>>, name: string): Factory {
  const found = module[name];
  if (typeof found !== 'function') throw new TypeError(`its package does not export ${name}()`);
  return found as Factory;
}
