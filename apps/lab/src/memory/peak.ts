import type * as tf from '@tensorflow/tfjs-core';

/** Tensors and bytes that tfjs held at once, beyond what it held before. */
export interface Peak {
  readonly tensors: number;
  readonly bytes: number;
}

/** The parts of tfjs's engine that keep its account of memory. */
interface Engine {
  trackTensor(...call: unknown[]): void;
  readonly state: { readonly numTensors: number; readonly numBytes: number };
}

/**
 * Watches tfjs's own account of its memory while something runs. It counts every tensor, and the bytes of tensors that share
 * memory once; what kernels use inside themselves is not in it.
 */
export async function peakOf<R>(lib: typeof tf, work: () => Promise<R>): Promise<{ result: R; peak: Peak }> {
  const engine = lib.engine() as unknown as Engine;
  const { numTensors, numBytes } = engine.state;
  let tensors = 0;
  let bytes = 0;
  const own = engine.trackTensor;
  engine.trackTensor = function (...call) {
    own.apply(this, call);
    tensors = Math.max(tensors, engine.state.numTensors - numTensors);
    bytes = Math.max(bytes, engine.state.numBytes - numBytes);
  };
  try {
    const result = await work();
    return { result, peak: { tensors, bytes } };
  } finally {
    engine.trackTensor = own;
  }
}
