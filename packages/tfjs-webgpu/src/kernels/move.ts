import { type Shape, sizeOf, type TensorType } from '@mosa-js/core';
import { stridesOf } from '@mosa-js/core/adapter';
import type { TfjsTensor } from '@mosa-js/tfjs';
import { type Context, record } from '../dispatch';
import { simplify, type Walk, walkCode, walkUniforms } from '../strides';
import { transposeTiles } from './transpose-tiles';

export const copyPaths = [
  'copy: along up to 4 axes, one by one',
  'copy: along up to 4 axes, in vectors',
  'copy: along more than 4 axes, one by one',
  'copy: along more than 4 axes, in vectors',
] as const;

/** A box of elements from one array to another. */
interface Box {
  readonly sizes: Shape;
  readonly from: { readonly start: number; readonly strides: readonly number[] };
  readonly to: { readonly start: number; readonly strides: readonly number[] };
}

/** Copies a box, bit by bit, into a new tensor or into a part of one. */
function copyBox(context: Context, x: TfjsTensor, output: TensorType, { sizes, from, to }: Box, into?: TfjsTensor) {
  const walk = simplify({ sizes, strides: [from.strides, to.strides] }, 'copy');
  const inVectors = hasVectors(walk, [from.start, to.start]);
  const width = inVectors ? 4 : 1;
  const { sizes: steps, strides } = inVectors ? vectors(walk) : walk;
  const size = sizeOf(sizes) / width;
  context.take(
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
  return record(context, program, [x], output, into);
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
export function transpose(context: Context, x: TfjsTensor, permutation: readonly number[], output: TensorType) {
  const own = stridesOf(x.shape);
  const strides = permutation.map((axis) => own[axis]!);
  const tiled = transposeTiles(context, x, strides, output);
  if (tiled) return tiled;
  const to = { start: 0, strides: stridesOf(output.shape) };
  return copyBox(context, x, output, { sizes: output.shape, from: { start: 0, strides }, to });
}

export function slice(context: Context, x: TfjsTensor, begin: readonly number[], output: TensorType) {
  const strides = stridesOf(x.shape);
  const start = strides.reduce((sum, stride, axis) => sum + stride * begin[axis]!, 0);
  const to = { start: 0, strides: stridesOf(output.shape) };
  return copyBox(context, x, output, { sizes: output.shape, from: { start, strides }, to });
}

/** One copy for each operand, all into one result. */
export function concat(context: Context, xs: readonly TfjsTensor[], axis: number, output: TensorType): TfjsTensor {
  const strides = stridesOf(output.shape);
  let result: TfjsTensor | undefined;
  let offset = 0;
  for (const x of xs) {
    const from = { start: 0, strides: stridesOf(x.shape) };
    const to = { start: offset * strides[axis]!, strides };
    result = copyBox(context, x, output, { sizes: x.shape, from, to }, result);
    offset += x.shape[axis]!;
  }
  return result!;
}
