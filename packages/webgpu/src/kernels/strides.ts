import { MosaError, type Shape } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** One walk over several arrays at once: axes, and for each array how far a step along them goes. */
export interface Walk {
  readonly sizes: readonly number[];
  /** By array, then axis. */
  readonly strides: readonly (readonly number[])[];
}

const mostAxes = 8;

/** The same walk over as few axes as it can be told in: without those of size 1, neighbours in one where all arrays allow. */
export function simplify({ sizes, strides }: Walk, where: string): Walk {
  const axes: number[] = [];
  const merged: number[] = [];
  const last: number[][] = strides.map(() => []);
  sizes.forEach((size, axis) => {
    if (size === 1) return;
    const joins = axes.length > 0 && strides.every((s, i) => last[i]!.at(-1) === s[axis]! * size);
    if (!joins) {
      axes.push(axis);
      merged.push(size);
      strides.forEach((s, i) => {
        last[i]!.push(s[axis]!);
      });
      return;
    }
    merged[merged.length - 1]! *= size;
    strides.forEach((s, i) => {
      last[i]![last[i]!.length - 1] = s[axis]!;
    });
  });
  if (merged.length === 0) return { sizes: [1], strides: strides.map(() => [0]) };
  if (merged.length <= mostAxes) return { sizes: merged, strides: last };
  throw new MosaError('unsupported', where, `a shape of at most ${mostAxes} axes`, show(sizes));
}

/**
 * The walk as uniforms, two of four numbers for the sizes and for each named array.
 * @param prefix tells the sizes of several walks apart
 */
export function walkUniforms(
  { sizes, strides }: Walk,
  names: readonly string[],
  prefix = '',
): Record<string, number[]> {
  const uniforms: Record<string, number[]> = {};
  const add = (name: string, values: readonly number[]) => {
    const padded = Array.from({ length: mostAxes }, (_, i) => values[i] ?? 0);
    uniforms[`${name}Low`] = padded.slice(0, 4);
    uniforms[`${name}High`] = padded.slice(4);
  };
  add(`${prefix}sizes`, sizes);
  names.forEach((name, i) => {
    add(name, strides[i]!);
  });
  return uniforms;
}

/**
 * Strides by which the same elements are walked in another shape, in the same order; undefined where no strides do.
 * @param from shape and strides as they are
 */
export function stridesIn(shape: Shape, from: { readonly sizes: Shape; readonly strides: readonly number[] }) {
  const { sizes, strides } = simplify({ sizes: from.sizes, strides: [from.strides] }, 'reshape');
  const result: number[] = [];
  let axis = sizes.length - 1;
  let left = sizes[axis]!; // elements of this axis that no axis of the shape has taken
  for (const size of [...shape].reverse()) {
    if (size !== 1 && left === 1) {
      axis -= 1;
      left = sizes[axis] ?? 1;
    }
    if (left % size !== 0) return undefined;
    result.unshift((strides[0]![axis] ?? 0) * ((sizes[axis] ?? 1) / left));
    left /= size;
  }
  return result;
}

/** Whether elements follow each other as before where these axes come in this order. Axes of size 1 change nothing. */
export function keepsOrder(shape: Shape, order: readonly number[]): boolean {
  const moving = order.filter((axis) => shape[axis] !== 1);
  return moving.every((axis, i) => i === 0 || axis > moving[i - 1]!);
}
