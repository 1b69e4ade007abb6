import type { Limits } from '../runtime/lowering';
import { causalLanes, causalMemory, setSizes } from './causal-select-size';
import { drawLanes, drawMemory } from './draw-token-size';
import { hasRoom } from './room';

export const cumulativeSumPaths = [
  'cumulativeSum of one element each: a view',
  'cumulativeSum of float32: an invocation for each row',
  'cumulativeSum of float32: one block',
  'cumulativeSum of float32: several blocks',
  'cumulativeSum of int32: an invocation for each row',
  'cumulativeSum of int32: one block',
  'cumulativeSum of int32: several blocks',
] as const;

export const topKPaths = ['topK: short rows', 'topK: one block', 'topK: several blocks'] as const;

const byPrimitives = 'causal select: from primitives';

const causalSelectPaths = [
  'causal select: from the start',
  'causal select: from the start, with valid',
  'causal select: from a state',
  'causal select: from a state, with valid',
  'causal select: several blocks of tokens',
  byPrimitives,
] as const;

export type CausalSelectPath = (typeof causalSelectPaths)[number];

/** Whether a workgroup of a device has room for a running set of this capacity. */
export function fitsCausalSelect(capacity: number, limits: Limits): boolean {
  const entries = setSizes.find((size) => size >= capacity);
  return entries !== undefined && hasRoom(limits, causalLanes, causalMemory(entries));
}

/** Those of the paths that a device takes. */
export function causalSelectPathsOf(limits: Limits): readonly CausalSelectPath[] {
  return fitsCausalSelect(1, limits) ? causalSelectPaths : [byPrimitives];
}

/** Whether a workgroup of a device has room for a draw. */
export function fitsDraw(limits: Limits): boolean {
  return hasRoom(limits, drawLanes, drawMemory);
}

export const drawPaths = ['draw token: by digits of keys'] as const;

export const setRowsPaths = [
  'setRows: one by one',
  'setRows: in vectors',
  'setRows: few rows',
  'setRows: many rows',
  'setRows: values where they lie',
  'setRows: several tensors at once',
] as const;

export const softmaxPaths = [
  'softmax: an invocation for each row',
  'softmax: 64 lanes for each row, one by one',
  'softmax: 64 lanes for each row, in vectors',
  'softmax: 256 lanes for each row, one by one',
  'softmax: 256 lanes for each row, in vectors',
] as const;

const columnPaths = (['float32', 'int32'] as const).flatMap((dtype) =>
  (['an invocation for each', 'a workgroup for several'] as const).flatMap((who) =>
    (['one by one', 'in vectors'] as const).map((how) => `sum of columns of ${dtype}: ${who}, ${how}` as const),
  ),
);
export const sumColumnsPaths = [...columnPaths, 'sum of columns: rows in parts'] as const;

export const inPlacePaths = [
  'carried in place: after its last reader',
  'carried in place: by who reads it last',
] as const;
