import type { HostTensor, Named } from '@mosa-js/core';
import type { CausalSelectOptions } from '@mosa-js/core/adapter';
import { type RefTensor, referenceKernels } from '@mosa-js/reference';
import type { Bounded } from '../bounds/bounded';
import { partingRows } from './causal/margin';
import { type DifferingRow, differingRows } from './margin';

interface Watched {
  /** Name of an output of the watched graph, of [...S, N]. */
  readonly logits: string;
  /** Name of an output of the oracle's graph: what the selection gives. */
  readonly chosen: string;
  /** Name of an output of the oracle's graph, which broadcasts to the logits; without it every position is valid. */
  readonly valid?: string;
}

/** The best k of each row: `chosen` [...S, k] is an output of the watched graph, too. */
export interface TopSelection extends Watched {
  readonly op: 'selectIndices';
  readonly k: number;
}

/** The fates of a causal head: `chosen` [E, B, T] is what the rule makes of the logits, judged by the outputs made of it. */
export interface CausalSelection extends Watched {
  readonly op: 'causalSelect';
  readonly options: CausalSelectOptions;
  /** Name of an output of the oracle's graph, [E]. */
  readonly threshold: string;
}

/** One selection inside a layer: of the router's choice in MoSA heads, of the clusters' members in routing heads. */
export type Selection = TopSelection | CausalSelection;

type Values = Readonly<Record<string, Bounded>>;

/** What the rule makes of these logits. @param expected the oracle's outputs */
export function choiceOf(selection: Selection, logits: HostTensor, expected: Values): RefTensor {
  const { valid, chosen } = selection;
  const type = expected[chosen]!.value;
  const given = [{ ...logits, data: Float64Array.from(logits.data) }];
  const mask = valid === undefined ? [] : [expected[valid]!.value];
  if (selection.op === 'selectIndices')
    return referenceKernels.selectIndices([...given, ...mask], { k: selection.k }, type);
  const operands = [...given, expected[selection.threshold]!.value, ...mask];
  return referenceKernels.causalSelect(operands, selection.options, type);
}

/** What a backend chose, by its outputs; undefined where they do not tell. */
export function choiceIn(
  selection: Selection,
  outputs: Named<HostTensor>,
  expected: Values,
): Pick<HostTensor, 'shape' | 'dtype' | 'data'> | undefined {
  if (selection.op === 'selectIndices') return outputs[selection.chosen];
  const logits = outputs[selection.logits];
  return logits && choiceOf(selection, logits, expected);
}

/** The rows in which a choice is not the oracle's. */
export function differing(
  selection: Selection,
  actual: Pick<HostTensor, 'shape'> & { readonly data: ArrayLike<number> },
  expected: Values,
): DifferingRow[] {
  const { logits, chosen, valid } = selection;
  const wanted = expected[chosen]!.value;
  const mask = valid === undefined ? undefined : expected[valid]!.value;
  if (selection.op === 'selectIndices') return differingRows(actual, wanted, expected[logits]!, mask);
  const threshold = expected[selection.threshold]!.value;
  const { options } = selection;
  return partingRows(actual, { logits: expected[logits]!, threshold, valid: mask, options, fates: wanted });
}
