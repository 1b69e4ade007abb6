import type { Backend, TensorType } from '@mosa-js/core';
import { createBackend, type OwnTensors, storageFormats } from '@mosa-js/core/adapter';
import type { WebGpuAdapterInfo, WebGpuDevice } from './browser-types';
import type { BufferSource } from './buffers';
import { createGpu, type TensorStore } from './gpu';
import { describeGpu, isSoftware } from './gpu-adapter';
import { capabilitiesOf, loadProgram } from './program';
import { checkSize, largestTensor } from './sizes';
import { aloneTensor, freeTensor, type GpuTensor, readTensor, uploadHalves, uploadTensor } from './tensors';

export interface DeviceBackendOptions<N> {
  readonly name: string;
  readonly label: string;
  readonly device: WebGpuDevice;
  readonly info: WebGpuAdapterInfo;
  /** Where the buffers of tensors come from. Default: the device. */
  readonly source?: BufferSource;
  /** Tensors of the library, in and out without a copy. What is unwrapped has its memory for itself. */
  own(store: TensorStore): OwnTensors<GpuTensor, N>;
  /** Frees the device or what belongs to it, after everything on it. */
  dispose(): void | Promise<void>;
}

/** A backend on a device, whoever made it and whatever tensors its users have. */
export function createDeviceBackend<N>(options: DeviceBackendOptions<N>): Backend<N> {
  const { name, label, device, info, source, own, dispose } = options;
  const { limits } = device;
  const gpu = createGpu({ name, device, isSoftware: isSoftware(info), source });
  const { wrap, unwrap } = own(gpu);
  const check = (type: TensorType, where: string) => checkSize(type, limits, `${name} ${where}`);
  return createBackend<GpuTensor, N>({
    name,
    device: describeGpu(info),
    label,
    capabilities: {
      ...capabilitiesOf(limits),
      largestTensor: largestTensor(limits),
      storage: storageFormats,
      carriedStorage: storageFormats,
    },
    paths: gpu.paths,
    upload(data, type) {
      check(type, 'upload');
      return uploadTensor(gpu, data, type);
    },
    uploadHalf(bits, type, format) {
      check(type, 'upload');
      return uploadHalves(gpu, bits, format);
    },
    read: (tensor, type) => readTensor(gpu, tensor, type),
    free: (tensor) => freeTensor(gpu, tensor),
    own: { wrap, unwrap: (tensor, type) => unwrap(aloneTensor(gpu, tensor), type) },
    load(graph, weights, carry, halves) {
      for (const { op, type } of graph.nodes) check(type, `load: ${op}`);
      return loadProgram(gpu, graph, weights, carry, halves);
    },
    memory: () => ({ ...gpu.held, reservedBytes: gpu.buffers.reserved }),
    async dispose() {
      gpu.health.stop();
      gpu.buffers.destroy();
      gpu.staging.destroy();
      await dispose();
    },
  });
}
