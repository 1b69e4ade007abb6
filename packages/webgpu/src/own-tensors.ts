import { MosaError, type TensorType } from '@mosa-js/core';
import { checkDType, checkShape, type OwnTensors, show } from '@mosa-js/core/adapter';
import type { WebGpuBuffer } from './runtime/browser-types';
import type { TensorStore } from './runtime/gpu';
import { createTensor, deviceBytes, type GpuTensor, giveAwayTensor } from './runtime/tensors';

/** Elements in GPU memory, row-major from its first byte: f32 for float32, i32 for int32 and, as 0 and 1, for bool. */
export interface GpuArray extends TensorType {
  /** On the backend's device, with usage STORAGE, and COPY_SRC where it is to be read. */
  readonly buffer: WebGpuBuffer;
}

/** Buffers of the caller's, in and out as they are. */
export function gpuArrays(gpu: TensorStore): OwnTensors<GpuTensor, GpuArray> {
  return {
    wrap(given) {
      const where = `${gpu.name} wrap`;
      const { buffer, shape, dtype } = (given ?? {}) as GpuArray;
      if (typeof buffer !== 'object' || !(buffer?.usage & GPUBufferUsage.STORAGE))
        throw new MosaError('mixed', where, '{ buffer, shape, dtype }, a GPUBuffer with usage STORAGE', show(given));
      checkDType(dtype, where);
      checkShape(shape, where);
      const type: TensorType = { shape: [...shape], dtype };
      const bytes = deviceBytes(type);
      if (buffer.size < bytes)
        throw new MosaError('data', where, `a buffer of at least ${bytes} bytes`, `${buffer.size}`);
      const tensor = createTensor(gpu, gpu.buffers.adopt(buffer), bytes, () => undefined);
      return { tensor, type };
    },
    unwrap: (tensor, type) => ({ buffer: giveAwayTensor(gpu, tensor), ...type }),
  };
}
