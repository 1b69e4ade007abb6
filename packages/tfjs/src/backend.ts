import {
  type Backend,
  createBackend,
  fusedOps,
  type KernelTable,
  loadKernels,
  MosaError,
  show,
  type TensorType,
} from '@mosa-js/core';
import { startBackend, withBackend } from './activate';
import { toHostData } from './host-data';
import { tfjsKernels } from './kernels';
import type { Tfjs, TfjsTensor } from './library';

export interface TfjsOptions {
  /** The module namespace: `import * as tf from '@tensorflow/tfjs-core'`. */
  readonly lib: Tfjs;
  /** tfjs's name of the backend to run on, such as 'cpu' or 'wasm'; importing its package has registered it. */
  readonly backend: string;
  /** Name in reports. Default `tfjs-` and the backend's name. */
  readonly name?: string;
  /** Where the work runs. Default the backend's name. */
  readonly device?: string;
  /** Library and version in reports. Default `tfjs` and the version of `lib`. */
  readonly library?: string;
  /** Kernels to run instead of `tfjsKernels(lib)`; those of fused ops make the backend run these ops whole. */
  readonly kernels?: KernelTable<TfjsTensor, TensorType>;
}

/**
 * A backend on one of tfjs's own. Several may live in one process, on the same tfjs or beside code that uses another of
 * its backends: each piece of work activates its own and then gives way.
 * @throws MosaError `unavailable`, saying how to get it, where the library or the tfjs backend is missing
 */
export async function createTfjsBackend(options: TfjsOptions): Promise<Backend> {
  const { lib, backend } = options;
  if (typeof lib?.setBackend !== 'function') {
    const how =
      "the module namespace of tfjs (npm install @tensorflow/tfjs-core, then import * as tf from '@tensorflow/tfjs-core')";
    throw new MosaError('unavailable', 'createTfjsBackend lib', how, lib === undefined ? 'nothing' : typeof lib);
  }
  if (typeof backend !== 'string') {
    throw new MosaError('config', 'createTfjsBackend backend', "a tfjs backend's name, such as 'cpu'", show(backend));
  }
  const { name = `tfjs-${backend}`, device = backend, kernels = tfjsKernels(lib) } = options;
  await startBackend(lib, backend, name);

  const free = (tensor: TfjsTensor) => tensor.dispose();
  // Kept, since what outlives the work must be out of reach of any `tf.tidy` that happens to be open around it.
  const own: typeof kernels = { ...kernels, constant: (...call) => lib.keep(kernels.constant(...call)) };
  // By reshape, which shares the elements on every backend; tfjs-wasm clones by copying.
  const alias = (tensor: TfjsTensor) => lib.keep(lib.reshape(tensor, tensor.shape));

  async function work<R>(task: string, body: () => R): Promise<Awaited<R>> {
    try {
      await lib.ready(); // while any backend is starting, tfjs refuses work on all of them
      return await withBackend(lib, backend, name, body);
    } catch (error) {
      if (error instanceof MosaError) throw error;
      const actual = error instanceof Error ? error.message : show(error);
      throw new MosaError('backend', `${name} ${task}`, `tfjs to ${task}`, actual, { cause: error });
    }
  }

  return createBackend<TfjsTensor>({
    name,
    device,
    library: options.library ?? `tfjs ${lib.version_core}`,
    capabilities: { fused: fusedOps.filter((op) => kernels[op]) },
    upload: (data, { shape, dtype }) =>
      work('upload', () => own.constant([], { data, shape, dtype }, { shape, dtype })),
    read: (tensor, { dtype }) => work('read', async () => toHostData(await tensor.data(), dtype)),
    free,
    load: async (graph, weights) => {
      const executable = await work('load', () => loadKernels(graph, weights, { kernels: own, free, alias }));
      return { ...executable, run: (inputs) => work('run', () => executable.run(inputs)) };
    },
    memory: () => {
      const { numTensors, numBytes } = withBackend(lib, backend, name, () => lib.memory());
      return { tensors: numTensors, bytes: numBytes };
    },
  });
}
