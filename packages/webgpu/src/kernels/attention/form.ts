import { type AttentionOptions, sizeOf, type TensorType } from '@mosa-js/core';
import { broadcastStrides } from '@mosa-js/core/adapter';
import { simplify, walkUniforms } from '../strides';
import { edge } from './fits';

/** What the shaders of one attention depend on. */
export interface AttentionForm {
  readonly causal: boolean;
  /** Axes in which the batch elements of the mask are told, or undefined where there is none. */
  readonly maskAxes: number | undefined;
  /** Lengths of a query and of a value. */
  readonly width: number;
  readonly valueWidth: number;
  /** Queries and keys of one of the batch elements that share a tile, or undefined where each has tiles of its own. */
  readonly shared: 16 | 32 | undefined;
  readonly unrolled: boolean;
}

/** An attention as the kernels see it: [P, M, d] and [P, N, e], whatever axes P stands for. */
export interface AttentionShape {
  readonly batches: number;
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly valueWidth: number;
}

export function shapeOf(q: TensorType, v: TensorType): AttentionShape {
  const [rows, width] = q.shape.slice(-2) as [number, number];
  const [columns, valueWidth] = v.shape.slice(-2) as [number, number];
  const batches = sizeOf(q.shape.slice(0, -2));
  return { batches, rows, columns, width, valueWidth };
}

/**
 * Short sequences side by side in one tile, as they lie in memory: of a tile of 64 × 64 a sequence of 32 alone would use a quarter.
 * @returns how long each is, and the shape of those together; undefined where they do not divide a tile, or have a mask
 */
export function sharedTile(
  { batches, rows, columns, ...widths }: AttentionShape,
  mask: TensorType | undefined,
): { readonly shared: 16 | 32; readonly shape: AttentionShape } | undefined {
  if (mask !== undefined || rows !== columns || (rows !== 16 && rows !== 32)) return undefined;
  const most = edge / rows;
  const many = [4, 2].find((count) => count <= most && batches % count === 0);
  if (many === undefined) return undefined;
  return { shared: rows, shape: { batches: batches / many, rows: many * rows, columns: many * rows, ...widths } };
}

export const tilesOf = (length: number) => Math.ceil(length / edge);

/** The numbers that all kernels of an attention read, and what of its mask its shaders depend on. */
export function numbersOf(
  { batches, rows, columns, width, valueWidth }: AttentionShape,
  q: TensorType,
  { scale }: AttentionOptions,
  mask: TensorType | undefined,
): { readonly uniforms: Record<string, number[]>; readonly maskAxes: number | undefined } {
  const [scaleBits] = new Int32Array(Float32Array.of(scale).buffer);
  const uniforms = { sizes: [batches, rows, columns, scaleBits!], widths: [width, valueWidth, 0, 0] };
  if (mask === undefined) return { uniforms, maskAxes: undefined };
  const strides = broadcastStrides(mask.shape, [...q.shape.slice(0, -2), rows, columns]);
  const walk = simplify({ sizes: q.shape.slice(0, -2), strides: [strides.slice(0, -2)] }, 'attention');
  const steps = strides.slice(-2) as [number, number];
  return {
    uniforms: { ...uniforms, ...walkUniforms(walk, ['mask']), maskSteps: [...steps, 0, 0] },
    maskAxes: walk.sizes.length,
  };
}
