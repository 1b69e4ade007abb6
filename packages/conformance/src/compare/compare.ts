import { type Backend, layerGraph, type MosaConfig } from '@mosa-js/core';
import { evaluateWithBounds } from '../bounds/evaluate';
import { worstOf } from '../suite/judge';
import { type LayerSpec, layerTensors } from '../suite/layer-spec';
import { selectionMargins } from '../suite/margin';
import { arithmeticOf, runGraph } from '../suite/run-graph';

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
  const tensors = { ...inputs, ...weights };
  const graph = layerGraph(spec.config, inputs);
  const [ofA, ofB] = [await runGraph(a, graph, tensors), await runGraph(b, graph, tensors)];
  const boundA = evaluateWithBounds(graph, tensors, arithmeticOf(a));
  const boundB = arithmeticOf(b) === arithmeticOf(a) ? boundA : evaluateWithBounds(graph, tensors, arithmeticOf(b));
  const part = (stage: string) => {
    const allowed = (i: number) => boundA[stage]!.error.data[i]! + boundB[stage]!.error.data[i]!;
    return worstOf(ofA[stage]!.data, ofB[stage]!.data, allowed);
  };
  if (ofA.logits) {
    const logits = part('logits');
    if (logits.ratio > 1) return { stage: 'logits', difference: logits.error, bound: logits.bound };
    const mosa = (spec.config.kind === 'hybrid' ? spec.config.mosa : spec.config) as MosaConfig;
    const [row] = selectionMargins(ofA.indices!, ofB.indices!, boundB.logits!, mosa, inputs.mask);
    if (row) return { stage: 'selection', difference: Math.abs(row.margin) || 0, bound: 2 * row.bound };
  }
  const { ratio, error, bound } = part('y');
  return { ...(ratio > 1 ? { stage: 'output' } : {}), difference: error, bound };
}
