import { type HostData, sizeOf, type TensorType } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import type { WebGpuBuffer } from './browser-types';
import type { Memory } from './buffers';
import type { Gpu, TensorStore } from './gpu';
import { toDeviceData, toHostData } from './host-data';

/** A tensor on the device: a handle on memory, which is let go with the last of its handles. */
export interface GpuTensor {
  readonly memory: Memory;
  readonly bytes: number;
  /** Of one that holds two elements in a word. */
  readonly half?: HalfFormat;
  readonly shared: { handles: number; readonly free: (memory: Memory) => void };
}

/** Bytes on the device, where every element takes four. */
export function deviceBytes({ shape }: TensorType): number {
  return 4 * sizeOf(shape);
}

/** A first handle. @param free what becomes of the memory. Default: the device's buffers take it back */
export function createTensor(gpu: TensorStore, memory: Memory, bytes: number, free = gpu.buffers.release): GpuTensor {
  gpu.held.tensors++;
  gpu.held.bytes += bytes;
  return { memory, bytes, shared: { handles: 1, free } };
}

/** Another handle on the same elements, freed on its own. */
export function shareTensor(gpu: Gpu, tensor: GpuTensor): GpuTensor {
  gpu.held.tensors++;
  tensor.shared.handles++;
  return { ...tensor };
}

export function freeTensor(gpu: Gpu, { memory, bytes, shared }: GpuTensor): void {
  gpu.held.tensors--;
  shared.handles--;
  if (shared.handles > 0) return;
  gpu.held.bytes -= bytes;
  shared.free(memory);
}

/** Frees one that the device may not have had the memory for: nobody gets its buffer again. */
export function discardTensor(gpu: Gpu, tensor: GpuTensor): void {
  gpu.held.tensors--;
  gpu.held.bytes -= tensor.bytes;
  gpu.buffers.discard(tensor.memory);
}

/**
 * A tensor whose memory may be handed out: itself, or a copy where other tensors lie there, too (an input that is an output,
 * two names of one output), or where the memory came from outside. The given one counts as freed then.
 */
export function aloneTensor(gpu: Gpu, tensor: GpuTensor): GpuTensor {
  if (isAlone(gpu, tensor)) return tensor;
  const copy = newTensor(gpu, tensor.bytes);
  copyTensor(gpu, tensor, copy);
  freeTensor(gpu, tensor);
  return copy;
}

/** Whether no other tensor lies in its memory, which is the device's own. */
export function isAlone(gpu: Gpu, { shared }: GpuTensor): boolean {
  return shared.handles === 1 && shared.free === gpu.buffers.release;
}

export function copyTensor({ device }: Gpu, from: GpuTensor, to: GpuTensor): void {
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(from.memory.buffer, 0, to.memory.buffer, 0, from.bytes);
  device.queue.submit([encoder.finish()]);
}

/** The buffer of a tensor that stands alone, for somebody else to own: nothing here counts it any longer. */
export function giveAwayTensor(gpu: TensorStore, { memory, bytes }: GpuTensor): WebGpuBuffer {
  gpu.held.tensors--;
  gpu.held.bytes -= bytes;
  return gpu.buffers.giveAway(memory);
}

/** Memory for a tensor that a run or an upload makes. */
export function newTensor(gpu: Gpu, bytes: number, half?: HalfFormat): GpuTensor {
  const tensor = createTensor(gpu, gpu.buffers.acquire(bytes), bytes);
  return half ? { ...tensor, half } : tensor;
}

/** Copies host data to the device. */
export function uploadTensor(gpu: Gpu, data: HostData, type: TensorType): GpuTensor | Promise<GpuTensor> {
  return uploadWords(gpu, toDeviceData(data, type.dtype));
}

/** The same of 16-bit elements, two in a word. */
export async function uploadHalves(gpu: Gpu, bits: Uint16Array, half: HalfFormat): Promise<GpuTensor> {
  const { toWords } = await import('./half-data');
  return { ...(await uploadWords(gpu, toWords(bits))), half };
}

/** Only where that takes new memory is the device asked whether it has it. */
function uploadWords(
  gpu: Gpu,
  words: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
): GpuTensor | Promise<GpuTensor> {
  const upload = () => {
    const tensor = newTensor(gpu, words.byteLength);
    gpu.device.queue.writeBuffer(tensor.memory.buffer, 0, words);
    return tensor;
  };
  gpu.health.check('upload');
  if (!gpu.buffers.lacks([words.byteLength])) return upload();
  return gpu.health.watch('upload', upload, (tensor) => discardTensor(gpu, tensor));
}

/** Copies a tensor to the host. What was asked of the device before is done first. */
export async function readTensor(gpu: Gpu, { memory, bytes, half }: GpuTensor, type: TensorType): Promise<HostData> {
  const { device } = gpu;
  const fromWords = half && (await import('./half-data')).fromWords;
  let staging: Memory | undefined;
  try {
    return await gpu.health.watch('read', async () => {
      staging = gpu.staging.acquire(bytes);
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(memory.buffer, 0, staging.buffer, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await staging.buffer.mapAsync(GPUMapMode.READ, 0, bytes);
      const copy = staging.buffer.getMappedRange(0, bytes).slice(0);
      const data = fromWords ? fromWords(copy, sizeOf(type.shape), half!) : toHostData(copy, type);
      staging.buffer.unmap();
      return data;
    });
  } finally {
    if (staging) gpu.staging.release(staging);
  }
}
