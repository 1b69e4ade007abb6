import { type AttentionConfig, type Backend, type HostTensor, layerGraph, type MosaConfig } from '@mosa-js/core';
import { referenceKernels } from '@mosa-js/reference';
import type { Bounded } from '../bounds/bounded';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { Verdict } from './case';
import { firstFailure, judge, judgeExactly } from './judge';
import { selectionMargins } from './margin';
import { arithmeticOf, runGraph } from './run-graph';

type Tensors = Readonly<Record<string, HostTensor>>;

/**
 * Judges a layer in stages, since top-k is discontinuous: a logit that is off by one rounding may rightly select another
 * token. 1. router logits within their bound; 2. the selection is exactly the top k of the backend's own logits;
 * 3. it equals the reference's wherever the margin at the k-th place exceeds twice the logits' bound; 4. the output for the
 * reference's selection, given as an input; 5. the output end to end, against the reference run with the backend's selection.
 */
export async function judgeLayer(
  backend: Backend,
  config: AttentionConfig,
  inputs: Tensors,
  weights: Tensors,
): Promise<Verdict> {
  const arithmetic = arithmeticOf(backend);
  const tensors = { ...inputs, ...weights };
  const graph = layerGraph(config, inputs);
  const actual = await runGraph(backend, graph, tensors);
  const expected = evaluateWithBounds(graph, tensors, arithmetic);
  const mosa = config.kind === 'hybrid' ? config.mosa : config;
  if (mosa.kind !== 'mosa') return judge(actual.y!, expected.y!, 'output');

  const logits = judge(actual.logits!, expected.logits!, 'logits');
  if (logits.status !== 'pass') return logits;
  const own = selectionOf(actual.logits!, mosa, expected.indices!.value, inputs.mask);
  const rule = judgeExactly(actual.indices!, own, 'selection');
  if (rule.status !== 'pass') return rule;
  const margin = judgeMargin(actual.indices!, expected, mosa, inputs.mask);
  if (margin.status !== 'pass') return margin;

  const given = layerGraph(config, { ...inputs, indices: expected.indices!.value });
  const withReference = { ...tensors, indices: expected.indices!.value };
  const attended = await runGraph(backend, given, withReference);
  const attention = judge(attended.y!, expected.y!, 'attention');
  if (attention.status !== 'pass') return attention;
  const end = margin.reason
    ? evaluateWithBounds(given, { ...tensors, indices: actual.indices! }, arithmetic)
    : expected;
  return firstFailure([logits, rule, margin, attention, judge(actual.y!, end.y!, 'output')]);
}

/** What the rule selects from these logits [E, B, T]. */
function selectionOf(
  logits: HostTensor,
  config: MosaConfig,
  like: Pick<HostTensor, 'shape'>,
  mask?: HostTensor,
): HostTensor {
  const T = logits.shape[2]!;
  const data = Float64Array.from(logits.data, (value, i) =>
    config.includeFirst && i % T === 0 ? Number.POSITIVE_INFINITY : value,
  );
  const inputs = [{ ...logits, data }, ...(mask ? [{ ...mask, data: Uint8Array.from(mask.data) }] : [])];
  const output = { shape: like.shape, dtype: 'int32' } as const;
  return referenceKernels.select(inputs, { k: like.shape[2]! }, output);
}

/** Equal to the reference's selection in every row whose margin decides it; the others are reported as ambiguous. */
function judgeMargin(
  actual: HostTensor,
  expected: Record<string, Bounded>,
  config: MosaConfig,
  mask?: HostTensor,
): Verdict {
  const differing = selectionMargins(actual, expected.indices!.value, expected.logits!, config, mask);
  const decided = differing.find(({ margin, bound }) => !(margin <= 2 * bound));
  if (decided) {
    const { row, got, wanted, margin, bound } = decided;
    const reason = `row ${row} of [heads × sequences]: selected [${got}], not [${wanted}], with a margin of ${margin.toExponential(2)} over ${(2 * bound).toExponential(2)}`;
    return { status: 'fail', stage: 'selection margin', reason };
  }
  if (differing.length === 0) return { status: 'pass', error: 0, bound: 0 };
  const smallest = Math.min(...differing.map(({ margin }) => margin)).toExponential(2);
  const reason = `${differing.length} selections ambiguous (smallest margin ${smallest})`;
  return { status: 'pass', error: 0, bound: 0, reason };
}
