import type { TensorType } from '@mosa-js/core';
import { broadcastStrides } from '@mosa-js/core/adapter';
import type { Limits, Lowering, Value } from '../runtime/lowering';
import { hasRoom } from './room';
import { selectMemory, selectShader } from './select.wgsl';
import { selectShortRowsShader } from './select-short-rows.wgsl';
import { simplify, walkUniforms } from './strides';

/** The largest workgroup that the device has room for, at most `most` lanes, or undefined where even 64 are too many. */
export function selectWorkgroup(limits: Limits, most = 1024): (typeof sizes)[number] | undefined {
  return sizes.find((size) => size <= Math.max(most, 64) && hasRoom(limits, size, selectMemory(size)));
}

const sizes = [1024, 512, 256, 128, 64] as const;
const longestShortRow = 32;
/** Positions that a workgroup marks at a time, by lane. */
const marks = 32;

const selectPaths = [
  'select: an invocation for each row',
  'select: an invocation for each row, with valid',
  ...sizes.flatMap(
    (size) => [`select: ${size} lanes for each row`, `select: ${size} lanes for each row, with valid`] as const,
  ),
  'select: several blocks',
] as const;

export type SelectPath = (typeof selectPaths)[number];

/** Those of them that a device takes. */
export function selectPathsOf(limits: Limits): SelectPath[] {
  const largest = selectWorkgroup(limits);
  if (largest === undefined) return [];
  return selectPaths.filter((path) => Number(/(\d+) lanes/.exec(path)?.[1] ?? 0) <= largest);
}

/**
 * The select op in one program. float32 logits [...S, N], bool `valid` that broadcasts to it → int32 [...S, k].
 * Work O(N) a row, whatever k is.
 */
export function select(
  lowering: Lowering,
  logits: Value,
  k: number,
  valid: Value | undefined,
  output: TensorType,
): Value {
  const width = logits.shape.at(-1)!;
  const rows = logits.size / width;
  const short = width <= longestShortRow;
  // A short row leaves most lanes of a large workgroup idle.
  const workgroupSize = short ? 64 : selectWorkgroup(lowering.limits, width / 8)!;
  const who = short ? 'an invocation' : (`${workgroupSize} lanes` as const);
  lowering.take(valid ? `select: ${who} for each row, with valid` : `select: ${who} for each row`);
  if (!short && width > marks * workgroupSize) lowering.take('select: several blocks');
  const workgroups = short ? Math.ceil(rows / 64) : rows;
  const shader = (axes?: number) => (short ? selectShortRowsShader(axes) : selectShader(workgroupSize, axes));
  const key = short ? 'select short' : 'select';
  const common = { workgroups, workgroupSize, meets: !short };
  if (valid === undefined) {
    const program = { key, inputs: ['logits'], uniforms: { count: [rows, width, k, 0] }, code: shader(), ...common };
    return lowering.record(program, [logits], output);
  }
  const strides = broadcastStrides(valid.shape, logits.shape);
  const walk = simplify({ sizes: logits.shape.slice(0, -1), strides: [strides.slice(0, -1)] }, 'select');
  const axes = walk.sizes.length;
  const uniforms = { ...walkUniforms(walk, ['mask']), count: [rows, width, k, strides.at(-1)!] };
  const program = { key: `${key} valid ${axes}`, inputs: ['logits', 'valid'], uniforms, code: shader(axes), ...common };
  return lowering.record(program, [logits, valid], output);
}
