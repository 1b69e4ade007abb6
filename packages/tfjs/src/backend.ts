import { type Backend, MosaError } from '@mosa-js/core';
import { createBackend, createCodePaths, loadKernels, show } from '@mosa-js/core/adapter';
import { startBackend, withBackend } from './activate';
import type { Device, DeviceErrors } from './device-errors';
import { toHostData } from './host-data';
import { commonKernels, type KernelSet } from './kernels';
import type { Tfjs, TfjsTensor } from './library';
import { ownTensors } from './own-tensors';

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
  readonly label?: string;
  /** Seconds that the tfjs backend may take to start. Default 60. */
  readonly startLimit?: number;
  /** Kernels for a backend of tfjs that has faster functions than every one has. Default: those of this package. */
  readonly kernelSet?: KernelSet;
}

/** What `tf.memory()` adds on a GPU. Freed buffers and textures are kept for the next tensor of their size. */
interface TfjsMemory extends ReturnType<Tfjs['memory']> {
  /** On WebGPU. */
  readonly numBytesAllocatedInGPU?: number;
  /** On WebGL. */
  readonly numBytesInGPUAllocated?: number;
}

/**
 * A backend on one of tfjs's own. Several may live in one process, on the same tfjs or beside code that uses another of
 * its backends: each piece of work activates its own and then gives way.
 * @throws MosaError `unavailable`, saying how to get it, where the library or the tfjs backend is missing
 * @example
 * ```js
 * import { createTfjsBackend } from '@mosa-js/tfjs';
 * import '@tensorflow/tfjs-backend-wasm';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const backend = await createTfjsBackend({ lib: tf, backend: 'wasm' });
 * console.log(backend.label);
 * await backend.dispose();
 * ```
 */
export async function createTfjsBackend(given: TfjsOptions): Promise<Backend<TfjsTensor>> {
  const options = (given ?? {}) as TfjsOptions; // JavaScript callers may leave it out
  const { lib, backend } = options;
  if (typeof lib?.setBackend !== 'function') {
    const how =
      "the module namespace of tfjs (npm install @tensorflow/tfjs-core, then import * as tf from '@tensorflow/tfjs-core')";
    throw new MosaError('unavailable', 'createTfjsBackend lib', how, lib === undefined ? 'nothing' : typeof lib);
  }
  if (typeof backend !== 'string') {
    throw new MosaError('config', 'createTfjsBackend backend', "a tfjs backend's name, such as 'cpu'", show(backend));
  }
  const { name = `tfjs-${backend}`, device = backend, startLimit = 60 } = options;
  const webgl = backend === 'webgl' ? (await import('./webgl-kernels')).webglSet : undefined;
  const set: KernelSet = options.kernelSet ?? webgl ?? commonKernels;
  const paths = createCodePaths(set.paths);
  const kernels = set.kernels(lib, paths.take);
  if (!(startLimit > 0))
    throw new MosaError('config', 'createTfjsBackend startLimit', 'seconds, above 0', show(startLimit));
  await startBackend(lib, { backend, where: name, limit: startLimit });

  const errors = await errorsOf(lib, backend, name);

  const free = (tensor: TfjsTensor) => tensor.dispose();
  // Kept, since what outlives the work must be out of reach of any `tf.tidy` that happens to be open around it.
  const kept: typeof kernels = { ...kernels, constant: (...call) => lib.keep(kernels.constant(...call)) };
  // By reshape, which shares the elements on every backend; tfjs-wasm clones by copying.
  const alias = (tensor: TfjsTensor) => lib.keep(lib.reshape(tensor, tensor.shape));

  const runtime = { kernels: kept, free, alias };

  async function work<R>(task: string, body: () => R | Promise<R>): Promise<R> {
    try {
      await lib.ready(); // while any backend is starting, tfjs refuses work on all of them
      errors?.check(task);
      const result = await withBackend(lib, backend, name, body);
      if (task === 'read') errors?.check(task); // the device has done all of it, so it has said all
      return result;
    } catch (error) {
      await errors?.settle();
      if (error instanceof MosaError) throw error;
      const actual = error instanceof Error ? error.message : show(error);
      throw new MosaError('backend', `${name} ${task}`, `tfjs to ${task}`, actual, { cause: error });
    }
  }

  return createBackend<TfjsTensor>({
    name,
    device,
    paths,
    label: options.label ?? `tfjs ${lib.version_core}`,
    // WebGL textures hold integers as floats.
    capabilities: {
      fused: set.fused ?? [],
      integerBits: webgl ? 24 : 31,
    },
    upload: (data, { shape, dtype }) =>
      work('upload', () => kept.constant([], { data, shape, dtype }, { shape, dtype })),
    read: (tensor, { dtype }) => work('read', async () => toHostData(await tensor.data(), dtype)),
    free,
    own: ownTensors(lib, backend, name),
    load: async (graph, weights) => {
      const executable = await work('load', () =>
        set.load ? set.load(lib, paths.take, graph, weights, runtime) : loadKernels(graph, weights, runtime),
      );
      return { ...executable, run: (inputs) => work('run', () => executable.run(inputs)) };
    },
    memory: () => {
      const { numTensors, numBytes, ...own } = withBackend(lib, backend, name, () => lib.memory()) as TfjsMemory;
      const reservedBytes = own.numBytesAllocatedInGPU ?? own.numBytesInGPUAllocated;
      return { tensors: numTensors, bytes: numBytes, ...(reservedBytes === undefined ? {} : { reservedBytes }) };
    },
  });
}

/** What a GPU device below tfjs reports, where there is one. */
async function errorsOf(lib: Tfjs, backend: string, name: string): Promise<DeviceErrors | undefined> {
  const { device } = lib.findBackend(backend) as { device?: Device };
  return device && (await import('./device-errors')).deviceErrors(lib, backend, device, name);
}
