/**
 * What a model is written for: `cpu`, the operators as ONNX Runtime's CPU computes them best, right wherever all of them
 * are; `webgpu`, only operators that its webgpu execution provider computes on the GPU.
 */
export type OnnxTarget = 'cpu' | 'webgpu';

export interface OnnxOptions {
  /** Default `cpu`. */
  readonly target?: OnnxTarget;
}

/** The target that suits an execution provider. */
export function targetOf(executionProvider: string): OnnxTarget {
  return executionProvider === 'webgpu' ? 'webgpu' : 'cpu';
}

/**
 * Whether sessions can use one tensor instead of a copy each. onnxruntime-node's `cpu` computes on the arrays that it is
 * fed, and `webgpu` on buffers that are on the device already; `wasm` copies what it is fed into its own memory at every run.
 */
export function sharesWeights(executionProvider: string): boolean {
  return executionProvider === 'cpu' || executionProvider === 'webgpu';
}
