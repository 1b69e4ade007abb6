import { type Shape, sizeOf, type TensorType } from '@mosa-js/core';
import { stridesOf } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../runtime/lowering';
import { simplify, type Walk, walkCode, walkUniforms } from './strides';
import { transposeTiles } from './transpose-tiles';

export const copyPaths = [
  'copy: along up to 4 axes, one by one',
  'copy: along up to 4 axes, in vectors',
  'copy: along more than 4 axes, one by one',
  'copy: along more than 4 axes, in vectors',
  'slice: a view',
  'slice: a copy',
  'concat: made in place',
  'concat: a copy',
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
  const inVectors = hasVectors(walk, [from.start, to.start]);
  const width = inVectors ? 4 : 1;
  const { sizes: steps, strides } = inVectors ? vectors(walk) : walk;
  const size = sizeOf(sizes) / width;
  lowering.take(
    `copy: along ${steps.length > 4 ? 'more than' : 'up to'} 4 axes, ${inVectors ? 'in vectors' : 'one by one'}`,
  );
  const names = ['source', 'target'];
  const code = () => `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      ${walkCode(steps.length, names, 'index')}
      result[uniforms.count.z + targetAt] = A[uniforms.count.y + sourceAt];
    }`;
  const program = {
    key: `copy ${steps.length} ${width}`,
    inputs: ['A'],
    components: [width],
    outputComponents: width,
    uniforms: {
      ...walkUniforms({ sizes: steps, strides }, names),
      count: [size, from.start / width, to.start / width, 0],
    },
    code,
    workgroups: Math.ceil(size / 64),
  };
  return lowering.record(program, [x], output, into);
}

/** Whether all arrays can be walked four neighbours at a time. */
function hasVectors({ sizes, strides }: Walk, starts: readonly number[]): boolean {
  const areWhole = (own: readonly number[]) => own.at(-1) === 1 && own.slice(0, -1).every((step) => step % 4 === 0);
  return sizes.at(-1)! % 4 === 0 && starts.every((start) => start % 4 === 0) && strides.every(areWhole);
}

function vectors({ sizes, strides }: Walk): Walk {
  const last = sizes.length - 1;
  return {
    sizes: sizes.map((size, axis) => (axis === last ? size / 4 : size)),
    strides: strides.map((own) => own.map((step, axis) => (axis === last ? 1 : step / 4))),
  };
}

/** result.shape[i] = x.shape[permutation[i]] */
export function transpose(lowering: Lowering, x: Value, permutation: readonly number[], output: TensorType) {
  const own = stridesOf(x.shape);
  const strides = permutation.map((axis) => own[axis]!);
  const tiled = transposeTiles(lowering, x, strides, output);
  if (tiled) return tiled;
  const to = { start: 0, strides: stridesOf(output.shape) };
  return copyBox(lowering, x, output, { sizes: output.shape, from: { start: 0, strides }, to });
}

/** The same elements in a storage of their own. */
export function copy(lowering: Lowering, x: Value): Value {
  const whole = { start: 0, strides: stridesOf(x.shape) };
  return copyBox(lowering, x, { shape: x.shape, dtype: x.dtype }, { sizes: x.shape, from: whole, to: whole });
}

/** Rows that lie side by side in memory are a view of x, the others a copy. */
export function slice(lowering: Lowering, x: Value, begin: readonly number[], output: TensorType): Value {
  const strides = stridesOf(x.shape);
  const start = strides.reduce((sum, stride, axis) => sum + stride * begin[axis]!, 0);
  const own = stridesOf(output.shape);
  const isWhole = own.every((stride, axis) => output.shape[axis] === 1 || stride === strides[axis]);
  const view = isWhole ? lowering.view(x, start, output) : undefined;
  lowering.take(view ? 'slice: a view' : 'slice: a copy');
  return (
    view ??
    copyBox(lowering, x, output, { sizes: output.shape, from: { start, strides }, to: { start: 0, strides: own } })
  );
}

/**
 * Operands that become parts of the result as a whole are made there, where that can be; the others are copied. Copies come first, since
 * no copy may read what lies in the result already.
 */
export function concat(lowering: Lowering, xs: readonly Value[], axis: number, output: TensorType): Value {
  const result = lowering.empty(output);
  const strides = stridesOf(output.shape);
  const isOuter = sizeOf(output.shape.slice(0, axis)) === 1;
  let offset = 0;
  const parts = xs.map((x) => {
    const start = offset * strides[axis]!;
    offset += x.shape[axis]!;
    const isOnce = xs.filter(({ storage }) => storage === x.storage).length === 1;
    return { x, start, mayPlace: isOuter && isOnce && lowering.mayPlace(x) };
  });
  const copy = ({ x, start }: (typeof parts)[number]) => {
    lowering.take('concat: a copy');
    const from = { start: 0, strides: stridesOf(x.shape) };
    copyBox(lowering, x, output, { sizes: x.shape, from, to: { start, strides } }, result);
  };
  for (const part of parts) if (!part.mayPlace) copy(part);
  for (const part of parts) {
    if (!part.mayPlace) continue;
    if (lowering.place(part.x, result, part.start)) lowering.take('concat: made in place');
    else copy(part);
  }
  return result;
}
