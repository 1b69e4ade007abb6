import { sizeOf } from '@mosa-js/core';
import type { Call, Plan, Value } from './plan';

interface Part {
  readonly call: Call;
  readonly begin: readonly number[];
}

/** Slices that lie end to end along one axis and are all of a tensor, as one call: SplitV. The results are the same values. */
export function joinSlices(calls: readonly Call[], plan: Plan): Call[] {
  const parts = new Map<Value, Part[]>();
  for (const call of calls) {
    if (call.op !== 'Slice') continue;
    const [whole, begin] = call.inputs as [Value, Value, Value];
    const part = { call, begin: Array.from(plan.constants.get(begin)!) };
    if (parts.has(whole)) parts.get(whole)!.push(part);
    else parts.set(whole, [part]);
  }
  /** In place of each slice: the call that cuts all, or nothing. */
  const instead = new Map<Call, readonly Call[]>();
  for (const [whole, of] of parts) {
    const cut = cutOf(whole, of);
    if (!cut) continue;
    const { axis, pieces } = cut;
    const sizes = pieces.map(({ type }) => type.shape[axis]!);
    const operands = [whole, plan.ints(sizes), plan.ints(axis)];
    const split = plan.into('SplitV', operands, pieces, { num_split: pieces.length });
    for (const [i, { call }] of of.entries()) instead.set(call, i === 0 ? [split] : []);
  }
  return calls.flatMap((call) => instead.get(call) ?? [call]);
}

/** The axis along which two slices or more are all of a tensor, without overlap, and the slices in its order. */
function cutOf(
  { type: { shape } }: Value,
  parts: readonly Part[],
): { readonly axis: number; readonly pieces: readonly Value[] } | undefined {
  if (parts.length < 2) return undefined;
  const axis = shape.findIndex((size, i) => parts[0]!.call.results[0]!.type.shape[i] !== size);
  const rest = sizeOf(shape) / shape[axis]!;
  const inOrder = [...parts].sort((a, b) => a.begin[axis]! - b.begin[axis]!);
  const pieces: Value[] = [];
  let end = 0;
  for (const { call, begin } of inOrder) {
    const piece = call.results[0]!;
    const own = piece.type.shape;
    if (begin[axis] !== end || sizeOf(own) !== rest * own[axis]!) return undefined;
    end += own[axis]!;
    pieces.push(piece);
  }
  return end === shape[axis] ? { axis, pieces } : undefined;
}
