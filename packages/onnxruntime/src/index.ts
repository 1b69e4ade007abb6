export { createOnnxRuntimeBackend, type OnnxRuntimeOptions } from './backend';
export { derivedSizes, sampleLengths } from './export/derived-sizes';
export { type Exportable, type ExportOptions, exportOnnx, type OnnxExport } from './export/export-onnx';
export type { ExternalData } from './export/external-data';
export type { SizeExpression, Sizes } from './export/size-expression';
export type { OnnxRuntimeLibrary } from './library';
export { type OnnxNames, onnxNames } from './names';
export type { OnnxOptions, OnnxTarget } from './target';
export { toOnnx } from './to-onnx';
