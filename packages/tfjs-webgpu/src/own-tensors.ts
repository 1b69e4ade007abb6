import { MosaError, type TensorType } from '@mosa-js/core';
import type { OwnTensors } from '@mosa-js/core/adapter';
import { type Tfjs, type TfjsTensor, typeOfTensor, withBackend } from '@mosa-js/tfjs';
import { createTensor, deviceBytes, type GpuTensor, giveAwayTensor, type TensorStore } from '@mosa-js/webgpu/runtime';
import type { DeviceBackend } from './library';

/** A tfjs and its backend on the device. */
export interface Registered {
  readonly lib: Tfjs;
  readonly own: DeviceBackend;
  /** tfjs's name of the backend. */
  readonly tfjsName: string;
}

/**
 * Tensors of tfjs, in and out by the buffers that they lie in: tfjs counts handles on those that come in, and takes over those
 * that go out.
 */
export function tfjsTensors(gpu: TensorStore, { lib, own, tfjsName }: Registered): OwnTensors<GpuTensor, TfjsTensor> {
  return {
    wrap(x) {
      const { shape, dtype } = typeOfTensor(lib, x);
      // tfjs would move it here by way of the host.
      if (own.refCount(x.dataId) === 0) {
        const expected = `a tensor made while '${tfjsName}' is tfjs's backend`;
        throw new MosaError('mixed', `${gpu.name} wrap`, expected, 'one of another');
      }
      const type: TensorType = { shape: [...shape], dtype };
      const held = withBackend(lib, tfjsName, gpu.name, () => lib.tidy(() => lib.keep(handleOn(x))));
      const memory = gpu.buffers.adopt(bufferOf(held));
      handOver();
      return { tensor: createTensor(gpu, memory, deviceBytes(type), () => held.dispose()), type };
    },
    unwrap(tensor, { shape, dtype }) {
      const buffer = giveAwayTensor(gpu, tensor);
      const made = withBackend(lib, tfjsName, gpu.name, () =>
        lib.keep(own.createTensorFromGPUData({ buffer, zeroCopy: true }, [...shape], dtype)),
      );
      // Its buffer came from tfjs's own store, so that is where it goes when the tensor is disposed.
      own.tensorMap.get(made.dataId).external = false;
      return made;
    },
  };

  /** Another handle on the elements, or on a copy where tfjs has renamed elements without converting them. */
  function handleOn(x: TfjsTensor): TfjsTensor {
    const stored = own.tensorMap.get(x.dataId).dtype;
    if (x.dtype === 'float32' && stored !== 'float32') return lib.mul(x, lib.scalar(1));
    return lib.reshape(x, x.shape);
  }

  function bufferOf({ dataId }: TfjsTensor): GPUBuffer {
    own.uploadToGPU(dataId);
    return own.tensorMap.get(dataId).resource as GPUBuffer;
  }

  /** tfjs hands commands over in batches: those that compute a tensor come before what reads it here. */
  function handOver(): void {
    own.ensureCommandEncoderReady();
    own.endComputePassEncoder();
    own.submitQueue();
  }
}
