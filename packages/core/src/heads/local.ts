import { zeros } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import { attendFused, type HeadOptions } from './attend';
import { type LocalConfig, windowOf } from './config';
import { combine, type DenseWeights, project } from './dense';
import { checkBatch, zeroPadding } from './padding';
import { rotaryTable } from './rotary';

/**
 * E local heads: in blocks of w tokens, a query sees its own block up to itself and the whole block before. RoPE on all
 * h' dims. A last block that is not full is filled up inside. x float32 [B, T, h] → [B, T, h]. Memory: E·B·T·2w.
 */
export function local<T>(
  ops: TensorOps<T>,
  x: T,
  weights: DenseWeights<T>,
  config: LocalConfig,
  { mask, attend = attendFused }: HeadOptions<T> = {},
): T {
  const { B, T } = checkBatch(ops, x, config, mask);
  const { heads: E, dHead: d } = config;
  const w = Math.min(windowOf(config, T), T);
  const blocks = Math.ceil(T / w);
  const table = rotaryTable(ops, T, config, d);
  const { q, k, v } = project(ops, zeroPadding(ops, x, mask), weights, config, table); // [E, B, T, h']

  const inBlocks = (y: T) => ops.reshape(fill(ops, y, blocks * w), [E, B, blocks, w, d]); // [E, B, T/w, w, h']
  const withPrevious = (y: T) => ops.reshape(besidePrevious(ops, inBlocks(y)), [E, B * blocks, 2 * w, d]);
  const visible = ops.and(causalInBlock(ops, w), keysThatAre(ops, B, T, w, blocks, mask)); // [B·T/w, w, 2w]
  const windows = { q: ops.reshape(inBlocks(q), [E, B * blocks, w, d]), k: withPrevious(k), v: withPrevious(v) };
  const how = { scale: 1 / Math.sqrt(d), causal: false };
  const attended = attend(ops, windows, [E, B], how, visible); // [E, B·T/w, w, h']
  const joined = ops.slice(ops.reshape(attended, [E, B, blocks * w, d]), [0, 0, 0, 0], [E, B, T, d]);
  return zeroPadding(ops, combine(ops, joined, weights), mask);
}

/** [E, B, T, h'] with zeros after it up to `length`. */
function fill<T>(ops: TensorOps<T>, y: T, length: number): T {
  const [E, B, T, d] = ops.typeOf(y).shape as [number, number, number, number];
  return length === T ? y : ops.concat([y, zeros(ops, [E, B, length - T, d])], 2);
}

/** [E, B, N, w, h'] → [E, B, N, 2w, h']: each block behind the one before it; the first behind zeros. */
function besidePrevious<T>(ops: TensorOps<T>, y: T): T {
  const [E, B, N, w, d] = ops.typeOf(y).shape as [number, number, number, number, number];
  const first = zeros(ops, [E, B, 1, w, d]);
  const previous = N === 1 ? first : ops.concat([first, ops.slice(y, [0, 0, 0, 0, 0], [E, B, N - 1, w, d])], 2);
  return ops.concat([previous, y], 3);
}

/** bool [w, 2w]: the whole previous block, then the own block up to the query. */
function causalInBlock<T>(ops: TensorOps<T>, w: number): T {
  const bits = Uint8Array.from({ length: w * 2 * w }, (_, i) => ((i % (2 * w)) - w <= Math.floor(i / (2 * w)) ? 1 : 0));
  return ops.constant(bits, [w, 2 * w], 'bool');
}

/** bool [B·N, 1, 2w]: which key columns of each block stand for a token: inside the sequence and not padding. */
function keysThatAre<T>(ops: TensorOps<T>, B: number, T: number, w: number, N: number, mask: T | undefined): T {
  const column = (i: number) => (Math.floor(i / (2 * w)) % N) * w - w + (i % (2 * w)); // position of the key
  const size = B * N * 2 * w;
  const inside = Uint8Array.from({ length: size }, (_, i) => (column(i) >= 0 && column(i) < T ? 1 : 0));
  const exists = ops.constant(inside, [B * N, 1, 2 * w], 'bool');
  if (mask === undefined) return exists;
  const row = (i: number) => Math.floor(i / (2 * w * N)) * T + Math.min(Math.max(column(i), 0), T - 1);
  const rows = ops.constant(
    Int32Array.from({ length: size }, (_, i) => row(i)),
    [B * N, 1, 2 * w],
    'int32',
  );
  return ops.and(exists, ops.gather(ops.reshape(mask, [B * T]), rows));
}
