import { createCodePaths, type PathRecorder } from '@mosa-js/core/adapter';
import { type OnnxTarget, sharesWeights } from './target';

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

const cpu = ['where: bool by and, or, not'] as const;

const webgpu = [
  'exp: NaN kept',
  'log: zero, negatives and NaN answered apart',
  'sigmoid: NaN kept',
  'softmax: NaN kept',
  'isNaN: x ≠ x',
  'neg: float32',
  'neg: int32 by 0 − x',
  'and: equal shapes',
  'and: expanded',
  'or: equal shapes',
  'or: expanded',
  'where: bool, equal shapes',
  'where: bool, expanded',
  'cast: bool to int32',
  'cast: bool to the int32 that it was made from',
  'transpose: numbers',
  'transpose: bool by int32',
  'concat: numbers',
  'concat: bool by int32',
  'slice: int32 or bool by gathers',
  'slice: int32 or bool as a whole',
  'sum: float32',
  'sum: int32, 32 elements or more',
  'sum: int32 in halves, fewer than 32 elements',
  'cumulativeSum: rows in one piece',
  'cumulativeSum: rows in whole blocks',
  'cumulativeSum: rows in blocks, the last one padded',
  'scatterAdd: int32',
  'scatterAdd: one update',
  'scatterAdd: 2 parts',
  'scatterAdd: 3 parts',
  'scatterAdd: 4 to 7 parts',
  'scatterAdd: too many updates for parts',
  'output: to the host',
  'output: left on the device',
] as const;

/** A way in which an op of a graph becomes operators of ONNX, or in which an output leaves the model. */
export type OnnxPath =
  | (typeof shared)[number]
  | (typeof sharing)[number]
  | (typeof cpu)[number]
  | (typeof webgpu)[number];

/** The paths that models for a target can take, run by this execution provider. */
export function onnxPaths(target: OnnxTarget, executionProvider: string): PathRecorder<OnnxPath> {
  const weights = sharesWeights(executionProvider) ? sharing : [];
  return createCodePaths<OnnxPath>([...shared, ...weights, ...(target === 'webgpu' ? webgpu : cpu)]);
}
