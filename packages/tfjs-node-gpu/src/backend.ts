import type { Backend } from '@mosa-js/core';
import { MosaError } from '@mosa-js/core';
import { createTfjsBackend, type TfjsTensor } from '@mosa-js/tfjs';
import { findDevice } from './device';
import { multiplyInFullFloat32 } from './full-float32';
import { nodeKernelSet } from './kernel-set';
import type { Form } from './kernels';
import { describeLibrary, type NodeBackend, nodeBackendOf, packageName, type TfjsNode, tfjsName } from './library';
import { mendUtil } from './mend-util';
import { provenForms } from './prove-forms';

export interface TfjsNodeOptions {
  /** The module namespace of tfjs-node: `await loadTfjsNode()`, or `import * as tf from '@tensorflow/tfjs-node-gpu'`. */
  readonly lib: TfjsNode;
  /** Name in reports. Default the package's, 'tfjs-node-gpu' or 'tfjs-node'. */
  readonly name?: string;
  /** Whether to refuse the CPU, on which tfjs-node falls back where it finds no CUDA device. Default false. */
  readonly requireGpu?: boolean;
  /**
   * Whether a GPU may round the factors of products to TF32, which is faster and about a thousand times less exact.
   * Default false: `NVIDIA_TF32_OVERRIDE=0` is set for this process unless it has a value, and checked.
   */
  readonly allowTf32?: boolean;
  /**
   * Whether equal runs give equal bits on a GPU. TensorFlow's scattered additions do not unless `TF_DETERMINISTIC_OPS=1`,
   * which is then set for this process unless it has a value; TensorFlow reads it with the first op that asks. Default true.
   */
  readonly deterministic?: boolean;
  /** Told once of each function of this TensorFlow that gives other results than it should, and is not used. Default `console.warn`. */
  readonly onWarning?: (message: string) => void;
}

/** A backend, and what is known of the device below it. */
export interface TfjsNodeBackend extends Backend<TfjsTensor> {
  readonly isUsingGpuDevice: boolean;
  /** Why a package made for CUDA is on the CPU, in libtensorflow's words; undefined where it is not. */
  readonly deviceNote?: string;
}

/**
 * A backend on tfjs-node: TensorFlow's own kernels, on a CUDA GPU where there is one. It shares tfjs's backend 'tensorflow'
 * with whoever else uses it in this process, and leaves that one, its tensors and the choice of backend as they are.
 * @throws MosaError `unavailable`, saying how to get it, where the library is missing or on the CPU against `requireGpu`
 * @example
 * ```js
 * import { createTfjsNodeBackend, loadTfjsNode } from '@mosa-js/tfjs-node-gpu';
 *
 * const backend = await createTfjsNodeBackend({ lib: await loadTfjsNode() });
 * console.log(backend.isUsingGpuDevice, backend.deviceNote);
 * await backend.dispose();
 * ```
 */
export async function createTfjsNodeBackend(given: TfjsNodeOptions): Promise<TfjsNodeBackend> {
  const options = (given ?? {}) as TfjsNodeOptions; // JavaScript callers may leave it out
  const where = options.name ?? 'createTfjsNodeBackend';
  const lib = namespaceOf(options.lib);
  const own = nodeBackendOf(lib, where);
  const { name = packageName(own), requireGpu = false, allowTf32 = false, deterministic = true } = options;
  const { onWarning = console.warn } = options;
  mendUtil(lib, name);
  const device = await findDevice(own);
  const isUsingGpuDevice = own.binding.isUsingGpuDevice();
  if (requireGpu && !isUsingGpuDevice) {
    const how = 'a CUDA GPU, its driver, and a libtensorflow with CUDA (docs/tfjs-node-gpu.md)';
    throw new MosaError('unavailable', name, how, device.note ?? 'the CPU package @tensorflow/tfjs-node');
  }
  const label = describeLibrary(lib, own);
  // Before the first op: TensorFlow reads it once.
  if (isUsingGpuDevice && deterministic) process.env.TF_DETERMINISTIC_OPS ??= '1';
  const withForms = (chosen: ReadonlySet<Form>) => {
    const kernelSet = nodeKernelSet(own, chosen);
    return createTfjsBackend({ lib, backend: tfjsName, name, device: device.name, label, kernelSet });
  };
  const backend = await withForms(await formsOf(own, (form) => withForms(new Set([form])), onWarning));
  if (isUsingGpuDevice && !allowTf32) await multiplyInFullFloat32(backend);
  return Object.assign(backend, { isUsingGpuDevice, deviceNote: device.note });
}

const known = new WeakMap<NodeBackend, Promise<ReadonlySet<Form>>>();

/** What was proven once in this process holds for it. */
function formsOf(own: NodeBackend, ...how: Parameters<typeof provenForms>): Promise<ReadonlySet<Form>> {
  const found = known.get(own) ?? provenForms(...how);
  known.set(own, found);
  found.catch(() => known.delete(own));
  return found;
}

/** An import of a CommonJS package may give what is meant as its default export. */
function namespaceOf(lib: TfjsNode): TfjsNode {
  const { default: whole } = (lib ?? {}) as { readonly default?: TfjsNode };
  return typeof lib?.findBackend !== 'function' && whole ? whole : lib;
}
