import { createCodePaths, type PathRecorder } from '@mosa-js/core/adapter';
import { dispatchPaths } from '../runtime/dispatch';
import type { Limits } from '../runtime/lowering';
import { fitsAttention } from './attention/fits';
import { type AttentionPath, attentionPaths } from './attention/paths';
import { concatPaths } from './concat';
import { groupPaths } from './elementwise/group';
import { operandPaths } from './elementwise/operands';
import { rowsPaths } from './elementwise/rows-paths';
import { gatherPaths } from './gather';
import { fitsFew } from './mat-mul/few-size';
import { fitsMatMul } from './mat-mul/mat-mul';
import { type MatMulPath, matMulPathsOf } from './mat-mul/paths';
import { copyPaths } from './move';
import {
  type CausalSelectPath,
  causalSelectPathsOf,
  cumulativeSumPaths,
  drawPaths,
  fitsDraw,
  inPlacePaths,
  setRowsPaths,
  softmaxPaths,
  sumColumnsPaths,
  topKPaths,
} from './rare-paths';
import { reducePaths } from './reduce';
import { scatterAddPaths } from './scatter-add';
import { type SelectPath, selectPathsOf } from './select';
import { transposePaths } from './transpose-tiles';

/** How weights and what is carried are read in 16 bits, and what is carried written, by whichever kernel. */
const halfPaths = [
  'float16: read one by one',
  'float16: read in vectors',
  'float16: written one by one',
  'float16: written in vectors',
  'bfloat16: read one by one',
  'bfloat16: read in vectors',
  'bfloat16: written one by one',
  'bfloat16: written in vectors',
] as const;

const paths = [
  ...dispatchPaths,
  ...halfPaths,
  ...inPlacePaths,
  ...groupPaths,
  ...operandPaths,
  ...rowsPaths,
  ...copyPaths,
  ...concatPaths,
  ...transposePaths,
  ...gatherPaths,
  ...setRowsPaths,
  ...scatterAddPaths,
  ...reducePaths,
  ...sumColumnsPaths,
  ...cumulativeSumPaths,
  ...softmaxPaths,
  ...topKPaths,
] as const;

/** A way in which a kernel computes. */
export type PathName =
  | (typeof paths)[number]
  | MatMulPath
  | SelectPath
  | CausalSelectPath
  | (typeof drawPaths)[number]
  | AttentionPath;

const slowInSoftware: ReadonlySet<PathName> = new Set(['dispatch: in several dimensions, a workgroup for each row']);

/**
 * All ways in which the kernels compute on a device of these limits. A GPU in software computes in them all, but those that
 * take it seconds for a single op are left unnamed there.
 */
export function codePaths(limits: Limits, isSoftware: boolean): PathRecorder<PathName> {
  const all: PathName[] = [
    ...paths,
    ...matMulPathsOf({ few: fitsFew(limits), tiles: fitsMatMul(limits) }),
    ...selectPathsOf(limits),
    ...causalSelectPathsOf(limits),
    ...(fitsDraw(limits) ? drawPaths : []),
    ...(fitsAttention(limits) ? attentionPaths : []),
  ];
  if (!isSoftware) return createCodePaths(all);
  const recorder = createCodePaths(all);
  const names = recorder.names.filter((name) => !slowInSoftware.has(name as PathName));
  return { ...recorder, names };
}
