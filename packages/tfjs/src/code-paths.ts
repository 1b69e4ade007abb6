import type { webglPaths } from './webgl-kernels';

/** The paths of the kernels for any backend of tfjs. */
export const commonPaths = [
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

/** A way in which an op becomes calls of tfjs. */
export type TfjsPath = (typeof commonPaths)[number] | (typeof webglPaths)[number];

/** Told of each path that a kernel takes. */
export type TakePath = (path: TfjsPath) => void;
