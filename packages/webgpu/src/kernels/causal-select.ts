import type { TensorType } from '@mosa-js/core';
import { type CausalSelectOptions, causalOperands } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../runtime/lowering';
import { causalSelectShader } from './causal-select.wgsl';
import { causalLanes, setSizes } from './causal-select-size';

/**
 * The causal selection in one program, where a capacity bounds the set. Work: t a row, and C/64 more for each token that is
 * processed.
 */
export function causalSelect(
  lowering: Lowering,
  inputs: readonly Value[],
  { capacity, slots, includeFirst }: CausalSelectOptions & { readonly capacity: number },
  output: TensorType,
): Value {
  const { logits, state, valid } = causalOperands(inputs);
  const [E, B, t] = logits.shape as [number, number, number];
  const entries = setSizes.find((size) => size >= capacity)!;
  const from = state ? 'from a state' : 'from the start';
  lowering.take(valid ? `causal select: ${from}, with valid` : `causal select: ${from}`);
  if (t > causalLanes) lowering.take('causal select: several blocks of tokens');
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
  return lowering.record(program, inputs, output);
}
