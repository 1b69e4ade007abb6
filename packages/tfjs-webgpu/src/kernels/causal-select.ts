import type { TensorType } from '@mosa-js/core';
import { type CausalSelectOptions, causalOperands } from '@mosa-js/core/adapter';
import type { TfjsTensor } from '@mosa-js/tfjs';
import { type Context, record } from '../dispatch';
import { causalLanes, causalMemory, causalSelectShader, setSizes } from './causal-select-shader';

export const causalSelectPaths = [
  'causal select: from the start',
  'causal select: from the start, with valid',
  'causal select: from a state',
  'causal select: from a state, with valid',
  'causal select: several blocks of tokens',
  'causal select: from primitives',
] as const;

/** Whether a workgroup has room for a running set of this capacity. */
export function fitsCausalSelect(capacity: number, limits: Pick<GPUSupportedLimits, 'maxComputeWorkgroupStorageSize'>) {
  const entries = setSizes.find((size) => size >= capacity);
  return entries !== undefined && causalMemory(entries) <= limits.maxComputeWorkgroupStorageSize;
}

/**
 * The causal selection in one program, where a capacity bounds the set. Work: t a row, and C/64 more for each token that is
 * processed.
 */
export function causalSelect(
  context: Context,
  inputs: readonly TfjsTensor[],
  { capacity, slots, includeFirst }: CausalSelectOptions & { readonly capacity: number },
  output: TensorType,
): TfjsTensor {
  const { logits, state, valid } = causalOperands(inputs);
  const [E, B, t] = logits.shape as [number, number, number];
  const entries = setSizes.find((size) => size >= capacity)!;
  const from = state ? 'from a state' : 'from the start';
  context.take(valid ? `causal select: ${from}, with valid` : `causal select: ${from}`);
  if (t > causalLanes) context.take('causal select: several blocks of tokens');
  const names = [
    'logits',
    'threshold',
    ...(state ? ['starts', 'heldLogits', 'heldPositions', 'admittedBefore'] : []),
    ...(valid ? ['valid'] : []),
  ];
  const form = { entries, hasState: state !== undefined, hasValid: valid !== undefined };
  const program = {
    key: `causal select ${entries} ${names.length}`,
    inputs: names,
    uniforms: {
      count: [E * B, t, B, capacity],
      rule: [slots?.count ?? 0, slots?.block ?? 0, Number(includeFirst ?? false), state ? capacity : 0],
    },
    code: () => causalSelectShader(form),
    workgroups: E * B,
    workgroupSize: causalLanes,
    meets: true,
  };
  return record(context, program, inputs, output);
}
