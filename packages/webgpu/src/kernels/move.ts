import { type Shape, sizeOf, type TensorType } from '@mosa-js/core';
import { stridesOf } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../runtime/lowering';
import { copied, copyCode } from './move.wgsl';
import { keepsOrder, simplify, stridesIn, type Walk, walkUniforms } from './strides';
import { transposeTiles } from './transpose-tiles';
import { inVectors, type Width } from './vectors';

export const copyPaths = [
  'copy: along up to 4 axes, one by one',
  'copy: along up to 4 axes, in vectors',
  'copy: along more than 4 axes, one by one',
  'copy: along more than 4 axes, in vectors',
  'slice: a view',
  'box: a copy',
  'transpose: a view',
] as const;

/** A box of elements from one array to another. */
interface Box {
  readonly sizes: Shape;
  readonly from: { readonly start: number; readonly strides: readonly number[] };
  readonly to: { readonly start: number; readonly strides: readonly number[] };
}

/** Copies a box, bit by bit, into a new tensor or into a part of one. */
function copyBox(lowering: Lowering, x: Value, output: TensorType, { sizes, from, to }: Box, into?: Value) {
  const walk = simplify({ sizes, strides: [from.strides, to.strides] }, 'copy');
  const width = widthOf(walk, [from.start, to.start]);
  const { sizes: steps, strides } = width === 4 ? vectors(walk) : walk;
  const size = sizeOf(sizes) / width;
  lowering.take(`copy: along ${steps.length > 4 ? 'more than' : 'up to'} 4 axes, ${inVectors(width)}`);
  const program = {
    key: `copy ${steps.length} ${width}`,
    inputs: ['A'],
    components: [width],
    outputComponents: width,
    uniforms: {
      ...walkUniforms({ sizes: steps, strides }, copied),
      count: [size, from.start / width, to.start / width, 0],
    },
    code: () => copyCode(steps.length),
    workgroups: Math.ceil(size / 64),
  };
  return lowering.record(program, [x], output, { into });
}

/** How many neighbours all arrays can be walked by at a time. */
function widthOf({ sizes, strides }: Walk, starts: readonly number[]): Width {
  const areWhole = (own: readonly number[]) => own.at(-1) === 1 && own.slice(0, -1).every((step) => step % 4 === 0);
  return [sizes.at(-1)!, ...starts].every((number) => number % 4 === 0) && strides.every(areWhole) ? 4 : 1;
}

function vectors({ sizes, strides }: Walk): Walk {
  const last = sizes.length - 1;
  return {
    sizes: sizes.map((size, axis) => (axis === last ? size / 4 : size)),
    strides: strides.map((own) => own.map((step, axis) => (axis === last ? 1 : step / 4))),
  };
}

/** Where the elements of a tensor lie. */
export function placeOf(x: Value): Required<Value>['box'] {
  return x.box ?? { of: x, start: 0, strides: stridesOf(x.shape) };
}

/** Where the rows of a tensor [M, ...S] lie: each is in order, and begins `step` elements of `of` after the one before. */
export interface Rows {
  readonly of: Value;
  readonly start: number;
  readonly step: number;
}

/** Undefined where the elements of a row do not follow each other. */
export function rowsOf(x: Value): Rows | undefined {
  const { of, start, strides } = placeOf(x);
  const own = stridesOf(x.shape);
  const follows = x.shape.every((size, axis) => axis === 0 || size === 1 || strides[axis] === own[axis]);
  return follows ? { of, start, step: strides[0]! } : undefined;
}

/** The same elements in another shape. @param x in order, or a box of which `boxStrides` tells strides */
export function reshape(lowering: Lowering, x: Value, output: TensorType): Value {
  const same = lowering.reshape(x, output);
  return x.box ? { ...same, box: { ...x.box, strides: boxStrides(x, output)! } } : same;
}

/** Strides of a box in another shape, undefined where it must be copied first. */
export function boxStrides({ shape, box }: Value, output: TensorType): readonly number[] | undefined {
  return box && stridesIn(output.shape, { sizes: shape, strides: box.strides });
}

/** result.shape[i] = x.shape[permutation[i]]. Where rows stay rows, whoever reads them finds them where they are. */
export function transpose(lowering: Lowering, x: Value, permutation: readonly number[], output: TensorType): Value {
  if (keepsOrder(x.shape, permutation)) {
    lowering.take('transpose: a view');
    return lowering.reshape(x, output);
  }
  const own = stridesOf(x.shape);
  const strides = permutation.map((axis) => own[axis]!);
  const turned = { ...x, ...output, box: { of: x, start: 0, strides } };
  if (permutation.at(-1) === permutation.length - 1) return turned;
  return transposeTiles(lowering, x, strides, output) ?? copy(lowering, turned);
}

/** The same elements in a storage of their own. */
export function copy(lowering: Lowering, x: Value): Value {
  const { of, ...from } = placeOf(x);
  const to = { start: 0, strides: stridesOf(x.shape) };
  return copyBox(lowering, of, { shape: x.shape, dtype: x.dtype }, { sizes: x.shape, from, to });
}

/** The tensor with its elements one after another. */
export function inOrder(lowering: Lowering, x: Value): Value {
  if (x.box === undefined) return x;
  lowering.take('box: a copy');
  return copy(lowering, x);
}

/** Rows that lie side by side in memory are a view of x; others are copied when they are wanted. */
export function slice(lowering: Lowering, x: Value, begin: readonly number[], output: TensorType): Value {
  const { of, start: first, strides } = placeOf(x);
  const start = strides.reduce((sum, stride, axis) => sum + stride * begin[axis]!, first);
  const own = stridesOf(output.shape);
  const isWhole = !x.box && own.every((stride, axis) => output.shape[axis] === 1 || stride === strides[axis]);
  const view = isWhole ? lowering.view(x, start, output) : undefined;
  if (view) lowering.take('slice: a view');
  return view ?? { ...x, ...output, size: sizeOf(output.shape), box: { of, start, strides } };
}

/** Copies a tensor into a part of another. @param strides of that other */
export function copyInto(lowering: Lowering, x: Value, into: Value, start: number, strides: readonly number[]): void {
  const from = { start: 0, strides: stridesOf(x.shape) };
  copyBox(lowering, x, into, { sizes: x.shape, from, to: { start, strides } }, into);
}
