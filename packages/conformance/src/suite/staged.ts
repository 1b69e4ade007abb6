import type { Backend, HostTensor, Named } from '@mosa-js/core';
import { referenceKernels } from '@mosa-js/reference';
import type { Bounded } from '../bounds/bounded';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { Verdict } from './case';
import { firstFailure, judge, judgeExactly } from './judge';
import type { PreparedLayer, Selection } from './layer-stages';
import { differingRows } from './margin';
import { arithmeticOf } from './prepared';
import { runGraph } from './run-graph';

/**
 * Judges a layer in stages, since top-k is discontinuous: a logit that is off by one rounding may rightly select another
 * token. For every selection of the layer, the router's or a cluster's: 1. logits within their bound; 2. the selection is
 * exactly the top k of the backend's own logits; 3. it equals the reference's wherever the margin at the k-th place exceeds
 * twice the logits' bound; 4. the output end to end, against the reference run with the backend's selections. Where that
 * fails, the output for the reference's selections, given as inputs, tells whether attention is to blame.
 */
export async function judgeLayer(backend: Backend, layer: PreparedLayer): Promise<Verdict> {
  const { plain, watched, selections, oracle, given, tensors } = layer;
  const expected = oracle.expected(backend);
  const actual = await runGraph(backend, watched, tensors);
  if (selections.length === 0) return judge(actual.y, expected.y!, 'output');

  const decided = firstFailure(selections.flatMap((selection) => judgeSelection(selection, actual, expected)));
  const others = judgeOthers(layer, actual, expected);
  if (others.status !== 'pass' || decided.status !== 'pass') return firstFailure([others, decided]);

  const values = Object.fromEntries(Object.entries(expected).map(([name, { value }]) => [name, value as HostTensor]));
  const indicesOf = (from: Named<HostTensor>) =>
    Object.fromEntries(selections.map(({ indices }) => [indices, from[indices] ?? actual[indices]!]));
  const endToEnd = (outputs: Named<HostTensor>): Verdict => {
    if (decided.reason === undefined) return judge(outputs.y, expected.y!, 'output');
    // Some selections were free to go either way.
    const own = evaluateWithBounds(given, { ...tensors, ...indicesOf(outputs) }, arithmeticOf(backend));
    return judge(outputs.y, own.y!, 'output');
  };
  const output = endToEnd(actual);
  if (output.status !== 'pass') {
    const attended = await runGraph(backend, given, { ...tensors, ...indicesOf(values) });
    return firstFailure([judge(attended.y, expected.y!, 'attention'), output]);
  }
  const verdicts = [decided, others, output];
  if (watched === plain) return firstFailure(verdicts);
  // Outputs that only the suite asks for may change how a backend computes.
  const asUsed = await runGraph(backend, plain, tensors);
  const chosen = selections.filter(({ indices }) => indices in plain.outputs);
  const selected = chosen.map(({ indices, logits, valid }) => {
    if (decided.reason === undefined) return judgeExactly(asUsed[indices], values[indices]!, 'selection');
    const mask = valid === undefined ? undefined : values[valid];
    return judgeMargin(differingRows(asUsed[indices]!, values[indices]!, expected[logits]!, mask));
  });
  const known = chosen.map(({ logits }) => logits).filter((logits) => logits in plain.outputs);
  const near = known.map((logits) => judge(asUsed[logits], expected[logits]!, 'logits'));
  return firstFailure([...verdicts, ...near, ...selected, judgeOthers(layer, asUsed, expected), endToEnd(asUsed)]);
}

function judgeSelection(selection: Selection, actual: Named<HostTensor>, expected: Record<string, Bounded>): Verdict[] {
  const { logits, indices, valid, k } = selection;
  const isWithin = judge(actual[logits], expected[logits]!, 'logits');
  if (isWithin.status !== 'pass') return [isWithin];
  const operands = [actual[logits]!, ...(valid === undefined ? [] : [expected[valid]!.value])].map((tensor) => ({
    ...tensor,
    data: Float64Array.from(tensor.data),
  }));
  const wanted = expected[indices]!.value;
  const own = referenceKernels.selectIndices(operands, { k }, wanted);
  const rule = judgeExactly(actual[indices], own, 'selection');
  if (rule.status !== 'pass') return [rule];
  const mask = valid === undefined ? undefined : expected[valid]!.value;
  return [isWithin, rule, judgeMargin(differingRows(actual[indices]!, wanted, expected[logits]!, mask))];
}

/** Outputs of the layer that no selection names, such as the router's logits before include-first. */
function judgeOthers(
  { plain, selections }: PreparedLayer,
  actual: Named<HostTensor>,
  expected: Record<string, Bounded>,
): Verdict {
  const judged = new Set(['y', ...selections.flatMap(({ logits, indices }) => [logits, indices])]);
  const names = Object.keys(plain.outputs).filter((name) => !judged.has(name));
  return firstFailure([{ status: 'pass' }, ...names.map((name) => judge(actual[name], expected[name]!, name))]);
}

/** Equal to the reference's selection in every row whose margin decides it; the others are reported as ambiguous. */
function judgeMargin(differing: ReturnType<typeof differingRows>): Verdict {
  const decided = differing.find(({ margin, bound }) => !(margin <= 2 * bound));
  if (decided) {
    const { row, got, wanted, margin, bound } = decided;
    const reason = `row ${row}: selected [${got}], not [${wanted}], with a margin of ${margin.toExponential(2)} over ${(2 * bound).toExponential(2)}`;
    return { status: 'fail', stage: 'selection margin', reason };
  }
  if (differing.length === 0) return { status: 'pass', error: 0, bound: 0 };
  const smallest = Math.min(...differing.map(({ margin }) => margin)).toExponential(2);
  const reason = `${differing.length} selections ambiguous (smallest margin ${smallest})`;
  return { status: 'pass', error: 0, bound: 0, reason };
}
