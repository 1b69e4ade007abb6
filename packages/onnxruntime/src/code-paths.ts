import { createCodePaths, type PathRecorder } from '@mosa-js/core/adapter';
import { sharesWeights } from './target';
import type { webgpuPaths } from './webgpu-paths';

const shared = [
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
  'weight: in the model',
] as const;

/** Where sessions can use one tensor (`sharesWeights`). */
const sharing = ['weight: shared by sessions'] as const;

export const cpuPaths = ['where: bool by and, or, not'] as const;

/** A way in which an op of a graph becomes operators of ONNX, or in which an output leaves the model. */
export type OnnxPath =
  | (typeof shared)[number]
  | (typeof sharing)[number]
  | (typeof cpuPaths)[number]
  | (typeof webgpuPaths)[number];

/** The paths that models can take, run by this execution provider. @param own those of their target */
export function onnxPaths(own: readonly OnnxPath[], executionProvider: string): PathRecorder<OnnxPath> {
  const weights = sharesWeights(executionProvider) ? sharing : [];
  return createCodePaths<OnnxPath>([...shared, ...weights, ...own]);
}
