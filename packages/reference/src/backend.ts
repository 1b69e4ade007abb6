import { type Backend, MosaError, sizeOf, type TensorType } from '@mosa-js/core';
import {
  createBackend,
  encodeHalf,
  fromHalf,
  fusedOps,
  type HalfFormat,
  type KernelTable,
  loadKernels,
  show,
  storageFormats,
} from '@mosa-js/core/adapter';
import { fromHost, type RefTensor } from './array';
import { referenceKernels } from './kernels';

export interface ReferenceOptions {
  /** Name in reports. Default 'reference'. */
  readonly name?: string;
  /** Kernels to run instead, such as a table with one of them changed on purpose. */
  readonly kernels?: KernelTable<RefTensor, TensorType>;
  /** What these kernels compute in, which decides the bounds that they are judged by. Default 'float64'. */
  readonly precision?: 'float32' | 'float64';
}

/**
 * The reference backend: plain TypeScript in float64 on the CPU. Runs wherever JavaScript does.
 * @example
 * ```js
 * import { hostTensor } from '@mosa-js/core';
 * import { createReferenceBackend } from '@mosa-js/reference';
 *
 * const backend = createReferenceBackend();
 * const x = await backend.upload(hostTensor([1, 2, 3, 4], [2, 2]));
 * console.log((await x.read()).data);
 * await backend.dispose();
 * ```
 */
export function createReferenceBackend(options: ReferenceOptions = {}): Backend<RefTensor> {
  const { name = 'reference', kernels = referenceKernels, precision = 'float64' } = options;
  const isNarrow = precision === 'float32';
  const live = new Set<RefTensor>();
  const keep = (tensor: RefTensor): RefTensor => {
    live.add(tensor);
    return tensor;
  };
  const free = (tensor: RefTensor) => void live.delete(tensor);
  const round = (tensor: RefTensor, format: HalfFormat) =>
    keep(fromHost(fromHalf(encodeHalf(tensor.data, format), format), tensor));
  return createBackend<RefTensor>({
    name,
    device: 'cpu',
    label: `@mosa-js/reference ${version}`,
    capabilities: {
      fused: fusedOps.filter((op) => kernels[op]),
      precision,
      storage: storageFormats,
      carriedStorage: storageFormats,
    },
    upload: (data, type) => keep(fromHost(type.dtype === 'float32' && isNarrow ? Float32Array.from(data) : data, type)),
    uploadHalf: (bits, type, format) => keep(fromHost(fromHalf(bits, format), type)),
    read: (tensor) => tensor.data.slice(),
    free,
    own: {
      wrap: (tensor) => ({ tensor: keep({ ...checked(tensor) }), type: tensor }),
      unwrap: (tensor) => {
        free(tensor);
        return tensor;
      },
    },
    // Intermediates are garbage-collected; only what crosses the boundary is counted.
    load: (graph, weights, _carry, halves) => {
      const held = halves && { ...halves.of(graph), round };
      return loadKernels(graph, weights, { kernels, free, alias: (tensor) => keep({ ...tensor }), held });
    },
    memory: () => ({ tensors: live.size, bytes: [...live].reduce((sum, tensor) => sum + tensor.data.byteLength, 0) }),
  });
}

function checked(tensor: RefTensor): RefTensor {
  const { shape, dtype, data } = (tensor ?? {}) as Partial<RefTensor>;
  const Class = { float32: Float64Array, int32: Int32Array, bool: Uint8Array }[dtype!];
  if (Array.isArray(shape) && Class && data instanceof Class && data.length === sizeOf(shape)) return tensor;
  throw new MosaError('mixed', 'wrap', 'a tensor of the reference backend', show(tensor));
}

const version = __VERSION__;
declare const __VERSION__: string;
