import { type Backend, MosaError, type TensorType } from '@mosa-js/core';
import {
  type CodePaths,
  createBackend,
  createCodePaths,
  type ElementwiseKernels,
  fusedOps,
  type KernelTable,
  loadKernels,
  show,
} from '@mosa-js/core/adapter';
import { startBackend, withBackend } from './activate';
import { toHostData } from './host-data';
import { commonKernels } from './kernels';
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
  /** Kernels to run instead of `tfjsKernels(lib)`; those of fused ops make the backend run these ops whole. */
  readonly kernels?: KernelTable<TfjsTensor, TensorType>;
  /** The code paths of `kernels`, which tell of themselves. Default: those of `tfjsKernels`, or none beside other kernels. */
  readonly paths?: CodePaths;
  /** Kernels that run elementwise ops in groups. Default: each op runs alone. */
  readonly elementwise?: ElementwiseKernels<TfjsTensor>;
  /** What this tfjs backend must be asked before and after work, where tfjs itself does not. Default nothing. */
  readonly guard?: TfjsGuard;
}

/** What `tf.memory()` adds on a GPU. Freed buffers and textures are kept for the next tensor of their size. */
interface TfjsMemory extends ReturnType<Tfjs['memory']> {
  /** On WebGPU. */
  readonly numBytesAllocatedInGPU?: number;
  /** On WebGL. */
  readonly numBytesInGPUAllocated?: number;
}

/** Lets an adapter of one tfjs backend catch what tfjs lets pass. */
export interface TfjsGuard {
  /**
   * Does the work, at once, while the backend is active; the promise resolves when its result may be handed on. Where it
   * rejects although the work succeeded, it has undone the result first.
   */
  around<R>(task: string, work: () => R | Promise<R>, undo: (result: R) => void): Promise<R>;
  /** Throws where no tensor of this type can be on the device. Asked for uploads and every tensor of a graph. */
  check(type: TensorType, where: string): void;
  /** Frees the device, after everything on it. */
  dispose(): void | Promise<void>;
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
  const { name = `tfjs-${backend}`, device = backend, startLimit = 60, elementwise, guard } = options;
  const webgl = backend === 'webgl' ? (await import('./webgl-kernels')).webglSet : undefined;
  const set = webgl ?? commonKernels;
  const own = createCodePaths(set.paths);
  const kernels = options.kernels ?? set.kernels(lib, own.take);
  const paths = options.paths ?? (options.kernels ? undefined : own);
  if (!(startLimit > 0))
    throw new MosaError('config', 'createTfjsBackend startLimit', 'seconds, above 0', show(startLimit));
  await startBackend(lib, { backend, where: name, limit: startLimit });

  const free = (tensor: TfjsTensor) => tensor.dispose();
  // Kept, since what outlives the work must be out of reach of any `tf.tidy` that happens to be open around it.
  const kept: typeof kernels = { ...kernels, constant: (...call) => lib.keep(kernels.constant(...call)) };
  // By reshape, which shares the elements on every backend; tfjs-wasm clones by copying.
  const alias = (tensor: TfjsTensor) => lib.keep(lib.reshape(tensor, tensor.shape));

  const runtime = { kernels: kept, free, alias };

  async function work<R>(task: string, body: () => R | Promise<R>, undo: (result: R) => void): Promise<R> {
    try {
      await lib.ready(); // while any backend is starting, tfjs refuses work on all of them
      return await withBackend(lib, backend, name, () => (guard ? guard.around(task, body, undo) : body()));
    } catch (error) {
      if (error instanceof MosaError) throw error;
      const actual = error instanceof Error ? error.message : show(error);
      throw new MosaError('backend', `${name} ${task}`, `tfjs to ${task}`, actual, { cause: error });
    }
  }

  return createBackend<TfjsTensor>({
    name,
    device,
    ...(paths ? { paths } : {}),
    label: options.label ?? `tfjs ${lib.version_core}`,
    // WebGL textures hold integers as floats.
    capabilities: {
      fused: fusedOps.filter((op) => kernels[op]),
      integerBits: webgl ? 24 : 31,
      elementwise: elementwise?.limits,
    },
    upload: async (data, { shape, dtype }) => {
      guard?.check({ shape, dtype }, `${name} upload`);
      return work('upload', () => kept.constant([], { data, shape, dtype }, { shape, dtype }), free);
    },
    read: (tensor, { dtype }) =>
      work(
        'read',
        async () => toHostData(await tensor.data(), dtype),
        () => undefined,
      ),
    free,
    own: ownTensors(lib, backend, name),
    load: async (graph, weights) => {
      for (const { op, type } of graph.nodes) guard?.check(type, `${name} load: ${op}`);
      const executable = await work(
        'load',
        () => loadKernels(graph, weights, { ...runtime, elementwise: graph.unfused ? undefined : elementwise }),
        (loaded) => loaded.dispose(),
      );
      const freeAll = (outputs: Record<string, TfjsTensor>) => Object.values(outputs).forEach(free);
      return { ...executable, run: (inputs) => work('run', () => executable.run(inputs), freeAll) };
    },
    memory: () => {
      const { numTensors, numBytes, ...own } = withBackend(lib, backend, name, () => lib.memory()) as TfjsMemory;
      const reservedBytes = own.numBytesAllocatedInGPU ?? own.numBytesInGPUAllocated;
      return { tensors: numTensors, bytes: numBytes, ...(reservedBytes === undefined ? {} : { reservedBytes }) };
    },
    dispose: () => guard?.dispose(),
  });
}
