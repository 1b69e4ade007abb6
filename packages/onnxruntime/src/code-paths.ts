import { createCodePaths, type PathRecorder } from '@mosa-js/core/adapter';
import { sharesWeights } from './target';
import type { webgpuAttentionPaths, webgpuPaths, webgpuSelectPaths } from './webgpu-paths';

/** The paths of all kernels. */
export const kernelPaths = [
  'sigmoid: by exp',
  'where: numbers',
  'cast: to its own dtype',
  'cast: to another dtype',
  'slice: scalar',
  'slice: box',
  'matMul: as given',
  'matMul: a transposed',
  'matMul: b transposed',
  'matMul: both transposed',
] as const;

/** Beside those: the paths of the kernels for the CPU. */
export const cpuPaths = ['where: bool by and, or, not'] as const;

/** Beside those: the paths of the forms that are proven first. */
export const selectPaths = ['selectIndices: by TopK', 'selectIndices: all'] as const;
export const fastPaths = [
  'scatterAdd: in planes',
  'scatterAdd: element by element',
  'where: a triangle, cut off and added to',
  'where: one of two, by If',
  ...selectPaths,
] as const;

/** Beside those, where ONNX Runtime's own rotary embedding is right. */
export const rotaryPaths = ['rotary: by RotaryEmbedding', 'rotary: from primitives'] as const;

/** A way in which an op of a graph becomes operators of ONNX, or in which an output leaves the model. */
export type OnnxPath =
  | 'weight: in the model'
  | 'weight: shared by sessions'
  | (typeof kernelPaths)[number]
  | (typeof cpuPaths)[number]
  | (typeof fastPaths)[number]
  | (typeof rotaryPaths)[number]
  | (typeof webgpuPaths)[number]
  | (typeof webgpuSelectPaths)[number]
  | (typeof webgpuAttentionPaths)[number];

/** The paths that models can take, run by this execution provider. @param own those of the kernels and outputs of their target */
export function onnxPaths(own: readonly OnnxPath[], executionProvider: string): PathRecorder<OnnxPath> {
  const names: OnnxPath[] = ['weight: in the model', ...own];
  if (sharesWeights(executionProvider)) names.push('weight: shared by sessions');
  return createCodePaths(names);
}
