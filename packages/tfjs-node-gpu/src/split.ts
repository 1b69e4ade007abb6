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
    parts.set(whole, [...(parts.get(whole) ?? []), part]);
  }
  const joined = new Map<Call, Call>();
  const gone = new Set<Call>();
  for (const [whole, of] of parts) {
    const axis = cutAxis(whole, of);
    if (axis === undefined) continue;
    const inOrder = [...of].sort((a, b) => a.begin[axis]! - b.begin[axis]!).map(({ call }) => call.results[0]!);
    const sizes = inOrder.map(({ type }) => type.shape[axis]!);
    joined.set(
      of[0]!.call,
      plan.into('SplitV', [whole, plan.ints(sizes), plan.ints(axis)], inOrder, { num_split: sizes.length }),
    );
    for (const { call } of of.slice(1)) gone.add(call);
  }
  return calls.filter((call) => !gone.has(call)).map((call) => joined.get(call) ?? call);
}

/** The axis along which two slices or more are all of a tensor, without overlap. */
function cutAxis({ type: { shape } }: Value, parts: readonly Part[]): number | undefined {
  if (parts.length < 2) return undefined;
  const cut = shape.findIndex((size, i) => parts[0]!.call.results[0]!.type.shape[i] !== size);
  const rest = sizeOf(shape) / shape[cut]!;
  const inOrder = [...parts].sort((a, b) => a.begin[cut]! - b.begin[cut]!);
  let end = 0;
  for (const { call, begin } of inOrder) {
    const own = call.results[0]!.type.shape;
    if (begin[cut] !== end || sizeOf(own) !== rest * own[cut]!) return undefined;
    end += own[cut]!;
  }
  return end === shape[cut] ? cut : undefined;
}
