import { type HostTensor, hostTensor, type Traced } from '@mosa-js/core';
import { fate } from '@mosa-js/core/adapter';
import { fromHost, referenceKernels } from '@mosa-js/reference';
import type { ConformanceCase } from '../case';
import { type GraphCase, graphCase, type Tensors } from '../graph-case';
import { joinedCases } from '../joined-cases';
import { type CausalSpec, causalSpecs } from './select-specs';

/** Causal selection by the backend's kernel (if it has one) and by the decomposition: every fate must be right. */
export function causalSelectCases(): ConformanceCase[] {
  return joinedCases(causalSpecs().map(selectCase), ({ id }) =>
    id.includes('state') ? 'causal/select:state' : 'causal/select:small',
  );
}

function selectCase(spec: CausalSpec): GraphCase {
  return graphCase(
    `causal/select:${spec.name}`,
    () => tensorsOf(spec),
    (ops, { logits, threshold, valid, ...state }) =>
      ops.causalSelect(logits!, threshold!, spec.options, {
        valid,
        ...(spec.starts ? { state: { ...(state as Record<keyof State, Traced>), logits: state.held! } } : {}),
      }),
    { alone: 'fused', large: spec.large ?? false, stage: 'selection' },
  );
}

function tensorsOf(spec: CausalSpec): Tensors {
  const { threshold, valid, starts } = spec;
  return {
    logits: spec.logits(),
    threshold: hostTensor(threshold, [threshold.length]),
    ...(valid ? { valid: valid() } : {}),
    ...(starts ? stateAfter(spec, starts) : {}),
  };
}

interface State {
  readonly start: HostTensor;
  readonly held: HostTensor;
  readonly positions: HostTensor;
  readonly admitted: HostTensor;
}

/** What is remembered of the first so many tokens of each row's history. */
function stateAfter({ history, threshold, options, turned }: CausalSpec, starts: readonly number[]) {
  const { data, shape } = history!();
  const [E, B, P] = shape as [number, number, number];
  const { slots, capacity: C } = options as { slots?: CausalSpec['options']['slots']; capacity: number };
  const held = new Float32Array(E * B * C).fill(3); // what is left in a free entry means nothing
  const positions = new Int32Array(E * B * C).fill(-1);
  const admitted = new Int32Array(E * B);
  for (let row = 0; row < E * B; row++) {
    const start = starts[row % B]!;
    if (start === 0) continue;
    const logits = data.slice(row * P, row * P + start);
    const type = { shape: [1, 1, start], dtype: 'float32' } as const;
    const given = [
      fromHost(logits, type),
      fromHost(Float64Array.of(threshold[Math.floor(row / B)]!), { ...type, shape: [1] }),
    ];
    const fates = Array.from(referenceKernels.causalSelect(given, options, { ...type, dtype: 'int32' }).data);
    const set = fates.flatMap((end, position) => (end === fate.stays ? [position] : []));
    const entries = turned ? [...new Array<number>(C - set.length).fill(-1), ...set.reverse()] : set;
    for (const [at, position] of entries.entries()) {
      if (position < 0) continue;
      positions[row * C + at] = position;
      held[row * C + at] = logits[position]!;
    }
    const block = slots ? start - (start % slots.block) : start;
    admitted[row] = fates.filter((end, position) => position >= block && end >= 0).length;
  }
  return {
    start: hostTensor([...starts], [B], 'int32'),
    held: hostTensor(held, [E, B, C]),
    positions: hostTensor(positions, [E, B, C], 'int32'),
    admitted: hostTensor(admitted, [E, B], 'int32'),
  } satisfies Record<keyof State, HostTensor>;
}
