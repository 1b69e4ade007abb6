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
