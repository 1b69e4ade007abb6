import type { Shape } from '@mosa-js/core';
import { sameShape } from '@mosa-js/core/adapter';
import type { Plan, Value } from './plan';

export const reshapePaths = [
  'reshape: none needed',
  'reshape: by Reshape',
  'reshape: of one slice, by StridedSlice',
] as const;
export type ReshapePath = (typeof reshapePaths)[number];

/**
 * The same elements in another shape. TensorFlow computes nothing there, and yet the call takes as long as any small op: so one
 * of a reshape starts at what that one read, equal ones are one, and axes that a slice has one position of go with the slice.
 */
export function reshaper(plan: Plan, take: (path: ReshapePath) => void): (x: Value, shape: Shape) => Value {
  const known = new Map<Value, Value[]>();
  return (x, shape) => {
    const source = plan.madeBy(x, 'Reshape')?.inputs[0] ?? x;
    const others = known.get(source) ?? [];
    const found = [source, ...others].find(({ type }) => sameShape(type.shape, shape));
    if (found) {
      take('reshape: none needed');
      return found;
    }
    const made = sliced(plan, source, shape);
    take(made ? 'reshape: of one slice, by StridedSlice' : 'reshape: by Reshape');
    const reshaped = made ?? plan.run('Reshape', [source, plan.ints(shape)], { shape, dtype: x.type.dtype });
    known.set(source, [...others, reshaped]);
    return reshaped;
  };
}

/** A reshape that only leaves out axes of which a slice has one position, as the slice itself. */
function sliced(plan: Plan, x: Value, shape: Shape): Value | undefined {
  const call = plan.madeBy(x, 'Slice');
  if (!call) return undefined;
  const [whole, begin] = call.inputs as [Value, Value, Value];
  let dropped = 0;
  let axis = 0;
  for (const [i, size] of x.type.shape.entries()) {
    if (size === shape[axis]) axis++;
    else if (size === 1) dropped |= 1 << i;
    else return undefined;
  }
  if (axis < shape.length) return undefined;
  const from = Array.from(plan.constants.get(begin)!);
  const to = from.map((start, i) => start + x.type.shape[i]!);
  const masks = { begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: dropped };
  const operands = [whole, plan.ints(from), plan.ints(to), plan.ints(from.map(() => 1))];
  return plan.run('StridedSlice', operands, { shape, dtype: x.type.dtype }, masks);
}
