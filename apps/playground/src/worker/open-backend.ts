import { type Backend, hostTensor, MosaError } from '@mosa-js/core';
import type { Settings } from '../settings/settings';

export interface Opened {
  readonly backend: Backend;
  readonly kind: 'webgpu' | 'wasm';
  /** Why this one, in a sentence. */
  readonly why: string;
  /** Milliseconds until a number is read back, where that is slow, as in Firefox. */
  readonly slowRead?: number;
  /** Whether the GPU went away, so that nothing can be computed on this backend any more. */
  isLost(): boolean;
  /** Answers whether the GPU went away, after a moment in which that may come to be known. */
  isLostSoon(): Promise<boolean>;
}

/** A read that takes longer than this is told of, since each step has one. */
const slowMilliseconds = 20;
/** Work fails at once when a GPU goes away; why is known a little later. */
const lossMilliseconds = 1000;

/**
 * WebGPU where the browser has a real GPU, else WebAssembly; each is loaded only where it is used.
 * @throws MosaError `unavailable` where the backend that was asked for is missing
 */
export async function openBackend(wanted: Settings['backend']): Promise<Opened> {
  if (wanted === 'wasm') return openWasm('It was asked for.');
  try {
    const { createWebgpuBackend, isSoftware } = await import('@mosa-js/webgpu');
    const backend = await createWebgpuBackend();
    if (wanted === 'auto' && isSoftware(backend.adapterInfo)) {
      await backend.dispose();
      return openWasm('This browser’s WebGPU runs on the processor, where WebAssembly is faster.');
    }
    let lost = false;
    const loss = backend.gpuDevice.lost.then(() => {
      lost = true;
    });
    const isLostSoon = async () => {
      await Promise.race([loss, new Promise((resolve) => setTimeout(resolve, lossMilliseconds))]);
      return lost;
    };
    const slowRead = await readTime(backend);
    const why = wanted === 'auto' ? 'This browser has WebGPU.' : 'It was asked for.';
    return {
      backend,
      kind: 'webgpu',
      why,
      isLost: () => lost,
      isLostSoon,
      ...(slowRead > slowMilliseconds ? { slowRead } : {}),
    };
  } catch (error) {
    if (wanted === 'webgpu' || !(error instanceof MosaError && error.code === 'unavailable')) throw error;
    return openWasm('This browser has no WebGPU here, so it computes on the processor: the same numbers, more slowly.');
  }
}

async function openWasm(why: string): Promise<Opened> {
  const { createWasmBackend } = await import('./wasm');
  return { backend: await createWasmBackend(), kind: 'wasm', why, isLost: () => false, isLostSoon: async () => false };
}

/** The median of five reads of one number. */
async function readTime(backend: Backend): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const tensor = await backend.upload(hostTensor([i], [1]));
    const start = performance.now();
    await tensor.read();
    times.push(performance.now() - start);
    tensor.dispose();
  }
  return times.sort((a, b) => a - b)[2]!;
}
