import { sizeOf, type TensorType } from '@mosa-js/core';
import { sameShape, stridesOf } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../runtime/lowering';
import { concatCode } from './concat.wgsl';
import { copyInto, inOrder } from './move';
import { inVectors } from './vectors';

export const concatPaths = [
  'concat: a view',
  'concat: made in place',
  'concat: a copy',
  'concat: all in one, one by one',
  'concat: all in one, in vectors',
] as const;

/** Arrays that one dispatch reads at most: the smallest limit that devices have, less the result. */
const mostArrays = 7;
const mostParts = 16;

/** An operand of a concat. */
interface Part {
  readonly x: Value;
  /** Its first element in the result. */
  readonly start: number;
}

/**
 * Operands that become parts of the result as a whole are made there, where that can be. Otherwise one dispatch collects all of
 * them, slices from where they were taken.
 */
export function concat(lowering: Lowering, xs: readonly Value[], axis: number, output: TensorType): Value {
  const joined = sideBySide(lowering, xs, axis, output);
  if (joined) return joined;
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
  if (!parts.some(({ mayPlace }) => mayPlace) && collect(lowering, parts, axis, output, result)) return result;
  const copy = ({ x, start }: Part) => {
    lowering.take('concat: a copy');
    copyInto(lowering, inOrder(lowering, x), result, start, strides);
  };
  // Copies come first, since no copy may read what lies in the result already.
  for (const part of parts) if (!part.mayPlace) copy(part);
  for (const part of parts) {
    if (!part.mayPlace) continue;
    if (lowering.place(part.x, result, part.start)) lowering.take('concat: made in place');
    else copy(part);
  }
  return result;
}

/** Operands that follow each other in memory, as parts of one tensor do, are a view of it. */
function sideBySide(lowering: Lowering, xs: readonly Value[], axis: number, output: TensorType): Value | undefined {
  const [first] = xs;
  if (sizeOf(output.shape.slice(0, axis)) !== 1) return undefined;
  let end = first!.start;
  const isNext = ({ box, storage, start, size }: Value) => {
    const follows = box === undefined && storage === first!.storage && start === end;
    end = start + size;
    return follows;
  };
  if (xs.length < 2 || !xs.every(isNext)) return undefined;
  lowering.take('concat: a view');
  return { ...first!, ...output, size: sizeOf(output.shape) };
}

/** Where the rows of a part begin in its array, and how far apart. A row holds all that has the same place before `axis`. */
interface Source {
  readonly array: Value;
  readonly first: number;
  readonly step: number;
}

function sourceOf({ x }: Part, axis: number): Source | undefined {
  const { box } = x;
  const inner = sizeOf(x.shape.slice(axis));
  if (box === undefined) return { array: x, first: 0, step: inner };
  const { shape } = box.of;
  // Rows lie evenly where the slice was taken along this axis alone.
  if (!sameShape(box.strides, stridesOf(shape))) return undefined;
  if (!shape.every((size, i) => i === axis || size === x.shape[i])) return undefined;
  return { array: box.of, first: box.start, step: sizeOf(shape.slice(axis)) };
}

/** @returns whether one dispatch can do it */
function collect(lowering: Lowering, parts: readonly Part[], axis: number, output: TensorType, into: Value): boolean {
  const found = parts.map((part) => sourceOf(part, axis));
  if (parts.length > mostParts || found.some((source) => source === undefined)) return false;
  const sources = found as Source[];
  const isSame = (a: Value, b: Value) => a.storage === b.storage && a.start === b.start;
  // A view may begin where the whole does: the longest of them is bound.
  const bySize = sources.map(({ array }) => array).sort((a, b) => b.size - a.size);
  const arrays = bySize.filter((array, i) => bySize.findIndex((other) => isSame(other, array)) === i);
  if (arrays.length > mostArrays) return false;
  const row = sizeOf(output.shape.slice(axis));
  const numbers = [row, ...parts.map(({ start }) => start), ...sources.flatMap(({ first, step }) => [first, step])];
  const width = numbers.every((number) => number % 4 === 0) ? 4 : 1;
  const uniforms: Record<string, number[]> = { count: [into.size / width, row / width, 0, 0] };
  const arrayOf = sources.map(({ array }) => arrays.findIndex((other) => isSame(other, array)));
  parts.forEach(({ x, start }, i) => {
    const { first, step } = sources[i]!;
    const end = start + sizeOf(x.shape.slice(axis));
    uniforms[`part${i}`] = [end / width, (first - start) / width, step / width, 0];
  });
  lowering.take(`concat: all in one, ${inVectors(width)}`);
  const dispatch = {
    key: `concat ${arrayOf} ${width}`,
    inputs: arrays.map((_, i) => `X${i}`),
    components: arrays.map(() => width),
    outputComponents: width,
    uniforms,
    code: () => concatCode(arrayOf),
    workgroups: Math.ceil(into.size / width / 64),
  };
  lowering.record(dispatch, arrays, output, { into });
  return true;
}
