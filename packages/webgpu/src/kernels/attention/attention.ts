import { type AttentionOptions, sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../../runtime/lowering';
import { componentsOf, inVectors } from '../vectors';
import { forwardCode } from './attention.wgsl';
import { edge, invocations } from './fits';
import { type AttentionForm, type AttentionShape, numbersOf, shapeOf, sharedTile, tilesOf } from './form';
import type { AttentionPath } from './paths';

/** Attention that was lowered: what its gradient starts from. */
export interface Attended {
  /** [...P, M, e], and after it the sums [...P, M]. */
  readonly all: Value;
  readonly output: Value;
  readonly form: AttentionForm;
  readonly shape: AttentionShape;
  readonly uniforms: Record<string, number[]>;
}

/** Attention in one dispatch; nothing of the size of the scores is stored. */
export function attention(lowering: Lowering, inputs: readonly Value[], options: AttentionOptions): Value {
  return attend(lowering, inputs, options).output;
}

/** The same, found again where it was lowered before: a gradient has the operands of its forward pass. */
export function attend(lowering: Lowering, inputs: readonly Value[], options: AttentionOptions): Attended {
  // The same elements in another shape are another operand.
  const operands = inputs.map(({ storage, start, shape }) => `${storage}+${start}[${shape}]`);
  const key = `${operands.join(' ')} ${options.scale} ${options.causal}`;
  const known = lowering.attended.get(key);
  if (known) return known;
  const made = lowerAttention(lowering, inputs, options);
  lowering.attended.set(key, made);
  return made;
}

function lowerAttention(lowering: Lowering, inputs: readonly Value[], options: AttentionOptions): Attended {
  const [q, , v, mask] = inputs as [Value, Value, Value, Value?];
  const own = shapeOf(q, v);
  const { shared, shape } = sharedTile(own, mask) ?? { shared: undefined, shape: own };
  const { uniforms, maskAxes } = numbersOf(shape, q, options, mask);
  const { width, valueWidth } = shape;
  const form = { causal: options.causal, maskAxes, width, valueWidth, shared, unrolled: lowering.unrolls };
  pathsOf(form, 'attention').forEach(lowering.take);
  const type: TensorType = { shape: [...q.shape.slice(0, -1), valueWidth], dtype: 'float32' };
  const size = sizeOf(type.shape);
  const sums = shape.batches * shape.rows;
  const [down, across] = [tilesOf(shape.rows), tilesOf(valueWidth)];
  const dispatch = {
    key: `attention ${keyOf(form)}`,
    inputs: ['q', 'k', 'v', ...(mask ? ['mask'] : [])],
    components: [componentsOf(width), componentsOf(width), componentsOf(valueWidth), 1],
    uniforms: { ...uniforms, grid: [down, across, size, 0] },
    code: () => forwardCode(form),
    workgroups: shape.batches * down * across,
    workgroupSize: invocations,
    meets: true,
  };
  const all = lowering.record(dispatch, inputs, { shape: [size + sums], dtype: 'float32' });
  return { all, output: lowering.view(all, 0, type)!, form, shape, uniforms };
}

export function keyOf({ causal, maskAxes, width, valueWidth, shared }: AttentionForm): string {
  return `${causal ? 'causal ' : ''}${shared === undefined ? '' : `of ${shared} `}${maskAxes === undefined ? '' : `mask ${maskAxes} `}${componentsOf(width)} ${componentsOf(valueWidth)}`;
}

/** The ways of a kernel that an attention takes. */
export function pathsOf(
  { causal, maskAxes, width, valueWidth, shared }: AttentionForm,
  kernel: 'attention' | 'attention gradient',
): AttentionPath[] {
  const sight = causal ? ('causal' as const) : ('full' as const);
  return [
    `${kernel}: ${sight}${maskAxes === undefined ? '' : ', with a mask'}`,
    ...[width, valueWidth].map((length) => `${kernel}: rows ${inVectors(componentsOf(length))}` as const),
    ...(shared === undefined ? [] : [`${kernel}: ${shared} positions, several sequences a tile` as const]),
    ...(Math.max(width, valueWidth) > edge ? [`${kernel}: rows of several tiles` as const] : []),
  ];
}
