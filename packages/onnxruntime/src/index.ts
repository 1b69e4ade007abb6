export { createOnnxRuntimeBackend, type OnnxRuntimeOptions } from './backend';
export type { OnnxRuntimeLibrary } from './library';
export { type OnnxNames, onnxNames } from './names';
export type { OnnxOptions, OnnxTarget } from './target';
export { toOnnx } from './to-onnx';
