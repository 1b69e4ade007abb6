import { createCodePaths, type PathRecorder } from '@mosa-js/core/adapter';

const common = [
  'neg: float32',
  'neg: int32 by 0 − x',
  'broadcast: by the library',
  'broadcast: operands repeated first, of more than 5 axes',
  'where: numbers',
  'where: bool by and, or, not',
  'cast: to its own dtype',
  'cast: float32 to bool',
  'cast: int32 to bool',
  'cast: to float32 by · 1',
  'cast: to int32',
  'slice: scalar',
  'slice: box',
  'cumulativeSum: axis from the front',
  'gather: along axis 0',
  'scatterAdd: by scatterND',
  'topK: values of topk',
] as const;

const webgl = [
  'log: zero answered apart',
  'div: equal zeros and infinities answered apart',
  'where: in its own shape',
  'where: of more than 4 axes, as a vector',
  'max: int32',
  'max: once more of smaller numbers',
  'softmax: by the maximum that is right',
  'cumulativeSum: of rows',
  'scatterAdd: on the host, of many updates into many rows',
] as const;

/** A way in which an op becomes calls of tfjs. */
export type TfjsPath = (typeof common)[number] | (typeof webgl)[number];

/** Told of each path that a kernel takes. */
export type TakePath = (path: TfjsPath) => void;

/** The paths that kernels take on a backend of tfjs. */
export function tfjsPaths(isWebgl: boolean): PathRecorder<TfjsPath> {
  return createCodePaths<TfjsPath>(
    isWebgl ? [...common.filter((path) => path !== 'cumulativeSum: axis from the front'), ...webgl] : common,
  );
}
