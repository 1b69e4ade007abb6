import type { TensorType } from '@mosa-js/core';
import { type CausalSelectOptions, causalOperands } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../runtime/lowering';
import { causalLanes, causalMemory, causalSelectShader, setSizes } from './causal-select-shader';

const byPrimitives = 'causal select: from primitives';

const causalSelectPaths = [
  'causal select: from the start',
  'causal select: from the start, with valid',
  'causal select: from a state',
  'causal select: from a state, with valid',
  'causal select: several blocks of tokens',
  byPrimitives,
] as const;

export type CausalSelectPath = (typeof causalSelectPaths)[number];

type Limits = Pick<
  GPUSupportedLimits,
  'maxComputeInvocationsPerWorkgroup' | 'maxComputeWorkgroupSizeX' | 'maxComputeWorkgroupStorageSize'
>;

/** Whether a workgroup of a device has room for a running set of this capacity. */
export function fitsCausalSelect(capacity: number, limits: Limits): boolean {
  const entries = setSizes.find((size) => size >= capacity);
  const lanes = Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX);
  return (
    entries !== undefined && lanes >= causalLanes && causalMemory(entries) <= limits.maxComputeWorkgroupStorageSize
  );
}

/** Those of the paths that a device takes. */
export function causalSelectPathsOf(limits: Limits): readonly CausalSelectPath[] {
  return fitsCausalSelect(1, limits) ? causalSelectPaths : [byPrimitives];
}

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
