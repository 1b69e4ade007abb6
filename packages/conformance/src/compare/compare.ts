import type { Backend } from '@mosa-js/core';
import type { RefTensor } from '@mosa-js/reference';
import { compare } from '../suite/compare';
import { type LayerSpec, layerTensors } from '../suite/layer-spec';
import { prepareLayer } from '../suite/layer-stages';
import { runGraph } from '../suite/run-graph';
import { choiceIn, differing } from '../suite/selection';

/** Where two backends part on a layer. */
export interface Comparison {
  readonly id: string;
  /** The first stage at which they part: logits, selection or output; absent where they agree. */
  readonly stage?: string;
  /** Largest difference at that stage (or of the outputs); for a selection, the margin at the k-th place. */
  readonly difference: number;
  /** What the bounds of both allow there. A selection with a margin within it was free to go either way. */
  readonly bound: number;
}

/** Runs the same layers on two backends and compares the results with each other, stage by stage, within the sum of both bounds. */
export async function compareBackends(
  a: Backend,
  b: Backend,
  specs: readonly LayerSpec[],
  onResult: (comparison: Comparison) => void,
): Promise<void> {
  for (const spec of specs) onResult({ id: spec.id, ...(await compareLayer(a, b, spec)) });
}

async function compareLayer(a: Backend, b: Backend, spec: LayerSpec): Promise<Omit<Comparison, 'id'>> {
  const { inputs, weights } = layerTensors(spec);
  const layer = prepareLayer(spec.config, inputs, weights);
  const { watched, selections, oracle, tensors } = layer;
  const [ofA, ofB] = [await runGraph(a, watched, tensors), await runGraph(b, watched, tensors)];
  const [boundA, boundB] = [oracle.expected(a), oracle.expected(b)];
  const part = (name: string) => {
    const others = boundB[name]!.error.data;
    const allowed = Float64Array.from(boundA[name]!.error.data, (bound, i) => bound + others[i]!);
    return compare(ofA[name]!.data, ofB[name]!.data, allowed);
  };
  for (const selection of selections) {
    const { ratio, error, bound } = part(selection.logits);
    if (ratio > 1) return { stage: 'logits', difference: error, bound };
    const [chosenA, chosenB] = [ofA, ofB].map((of) => choiceIn(selection, of, boundB)!);
    const wanted = { ...boundB, [selection.chosen]: { ...boundB[selection.chosen]!, value: chosenB as RefTensor } };
    const [row] = differing(selection, chosenA!, wanted);
    if (row) return { stage: 'selection', difference: Math.abs(row.margin) || 0, bound: 2 * row.bound };
  }
  const { ratio, error, bound } = part('y');
  return { ...(ratio > 1 ? { stage: 'output' } : {}), difference: error, bound };
}
