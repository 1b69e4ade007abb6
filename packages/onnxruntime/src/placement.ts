import type { InferenceSession } from 'onnxruntime-common';

/** Whether an execution provider computes on the CPU, so that nothing can fall back to it. */
export function isOnHost(executionProvider: string): boolean {
  return executionProvider === 'cpu' || executionProvider === 'wasm';
}

/**
 * Session options with which ONNX Runtime refuses to make a session where it would quietly compute a node on the CPU
 * that the execution provider does not take. So whatever runs, ran where it says: the proof of placement.
 */
export function withoutFallback(
  executionProvider: string,
  options: InferenceSession.SessionOptions = {},
): InferenceSession.SessionOptions {
  if (isOnHost(executionProvider)) return options;
  const session = { ...(options.extra?.session as object | undefined), disable_cpu_ep_fallback: '1' };
  return { ...options, extra: { ...options.extra, session } };
}
