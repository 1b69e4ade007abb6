import type { PathRecorder } from '@mosa-js/core/adapter';
import type { PathName } from '../kernels/paths';
import { codePaths } from '../kernels/paths';
import { type BufferSource, type Buffers, createBuffers } from './buffers';
import { type Health, watchDevice } from './health';
import { createPipelines, type Pipelines } from './pipelines';

/** What tensors are kept by. */
export interface TensorStore {
  /** Of the backend, for messages. */
  readonly name: string;
  readonly buffers: Buffers;
  /** Handles that are not freed, and their bytes. */
  readonly held: { tensors: number; bytes: number };
}

/** A device, and what all programs on it share. */
export interface Gpu extends TensorStore {
  readonly device: GPUDevice;
  readonly isSoftware: boolean;
  readonly health: Health;
  /** Buffers that reads go through. */
  readonly staging: Buffers;
  readonly pipelines: Pipelines;
  readonly paths: PathRecorder<PathName>;
}

export interface GpuOptions {
  readonly name: string;
  readonly device: GPUDevice;
  readonly isSoftware: boolean;
  readonly source?: BufferSource;
}

export function createGpu({ name, device, isSoftware, source }: GpuOptions): Gpu {
  const own: BufferSource = {
    create: (size, usage) => device.createBuffer({ size, usage }),
    destroy: (buffer) => buffer.destroy(),
  };
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  return {
    name,
    device,
    isSoftware,
    health: watchDevice(device, name),
    buffers: createBuffers(source ?? own, usage),
    staging: createBuffers(own, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST),
    pipelines: createPipelines(device, name, isSoftware),
    paths: codePaths(device.limits, isSoftware),
    held: { tensors: 0, bytes: 0 },
  };
}
