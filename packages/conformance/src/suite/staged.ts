import type { Backend, HostTensor, Named } from '@mosa-js/core';
import type { Bounded } from '../bounds/bounded';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { Verdict } from './case';
import { firstFailure, judge, judgeExactly } from './judge';
import type { PreparedLayer } from './layer-stages';
import type { DifferingRow } from './margin';
import { arithmeticOf } from './prepared';
import { runGraph } from './run-graph';
import { choiceIn, choiceOf, differing, type Selection } from './selection';

type Outputs = Named<HostTensor>;
type Expected = Record<string, Bounded>;

/**
 * Judges a layer in stages, since selection is discontinuous: a logit that is off by one rounding may rightly select another
 * token. For every selection of the layer, the router's or a cluster's: 1. logits within their bound; 2. the selection is
 * exactly what the rule makes of the backend's own logits; 3. it equals the reference's wherever the margin of the decision
 * exceeds twice the logits' bound; 4. the results end to end, against the reference run with the backend's selections. Where
 * that fails, the results for the reference's selections, given as inputs, tell whether attention is to blame.
 */
export async function judgeLayer(backend: Backend, layer: PreparedLayer): Promise<Verdict> {
  const { plain, watched, selections, oracle, given, tensors, results } = layer;
  const expected = oracle.expected(backend);
  const actual = await runGraph(backend, watched, tensors);
  const { decided, others, endToEnd } = stagesOf(backend, layer, actual);
  if (others.status !== 'pass' || decided.status !== 'pass') return firstFailure([others, decided]);
  const output = endToEnd(actual);
  if (output.status !== 'pass' && selections.length > 0) {
    const truth = Object.fromEntries(selections.map(({ chosen }) => [chosen, expected[chosen]!.value as HostTensor]));
    const attended = await runGraph(backend, given, { ...tensors, ...truth });
    return firstFailure([...judgeResults(results, attended, expected, 'attention'), output]);
  }
  const verdicts = [decided, others, output];
  if (watched === plain) return firstFailure(verdicts);
  // Outputs that only the suite asks for may change how a backend computes.
  const asUsed = await runGraph(backend, plain, tensors);
  const selected = selections.flatMap((selection) => {
    const choice = choiceIn(selection, asUsed, expected);
    if (choice === undefined) return [];
    if (decided.reason === undefined) return [judgeExactly(choice, expected[selection.chosen]!.value, 'selection')];
    return [judgeMargin(differing(selection, choice, expected))];
  });
  const known = selections.map(({ logits }) => logits).filter((logits) => logits in plain.outputs);
  const near = known.map((logits) => judge(asUsed[logits], expected[logits]!, 'logits'));
  return firstFailure([...verdicts, ...near, ...selected, judgeOthers(layer, asUsed, expected), endToEnd(asUsed)]);
}

/** What the stages find. */
export interface Stages {
  /** Of the selections; its reason says how many were ambiguous. */
  readonly decided: Verdict;
  /** Of outputs that no selection names, such as the router's logits before include-first. */
  readonly others: Verdict;
  /** Of the results, here or in outputs of the plain graph, where the selections are right. */
  endToEnd(outputs: Outputs): Verdict;
}

/** @param actual outputs of the watched graph */
export function stagesOf(backend: Backend, layer: PreparedLayer, actual: Outputs): Stages {
  const { selections, oracle, given, tensors, results } = layer;
  const expected = oracle.expected(backend);
  const verdicts = selections.flatMap((selection) => judgeSelection(selection, actual, expected));
  const decided = firstFailure([{ status: 'pass' }, ...verdicts]);
  const endToEnd = (outputs: Outputs): Verdict => {
    if (decided.reason === undefined) return firstFailure(judgeResults(results, outputs, expected));
    // Some selections were free to go either way.
    const own = selections.map((selection) => {
      const choice = choiceIn(selection, outputs, expected) ?? choiceIn(selection, actual, expected);
      return [selection.chosen, choice as HostTensor];
    });
    const wanted = evaluateWithBounds(given, { ...tensors, ...Object.fromEntries(own) }, arithmeticOf(backend));
    return firstFailure(judgeResults(results, outputs, wanted));
  };
  return { decided, others: judgeOthers(layer, actual, expected), endToEnd };
}

function judgeSelection(selection: Selection, actual: Outputs, expected: Expected): Verdict[] {
  const { logits, chosen } = selection;
  const isWithin = judge(actual[logits], expected[logits]!, 'logits');
  if (isWithin.status !== 'pass') return [isWithin];
  const own = choiceOf(selection, actual[logits]!, expected);
  // What a causal head chose is told by the outputs that are made of it, which are among the results.
  const rule = selection.op === 'causalSelect' ? [] : [judgeExactly(actual[chosen], own, 'selection')];
  const wrong = rule.find(({ status }) => status !== 'pass');
  if (wrong) return [wrong];
  return [isWithin, ...rule, judgeMargin(differing(selection, own, expected))];
}

/** Results for the same selections. @param stage Default: `output` for y, and `selection` for the slots of causal heads */
function judgeResults(results: readonly string[], actual: Outputs, wanted: Expected, stage?: string): Verdict[] {
  const stageOf = (name: string) =>
    stage ?? (name === 'y' ? 'output' : wanted[name]!.value.dtype === 'float32' ? name : `selection: ${name}`);
  // Slots first: what is made of wrong ones is wrong as well.
  const isFloat = (name: string) => Number(wanted[name]!.value.dtype === 'float32');
  const ordered = [...results].sort((a, b) => isFloat(a) - isFloat(b));
  return ordered.map((name) => judge(actual[name], wanted[name]!, stageOf(name)));
}

function judgeOthers({ plain, selections, results }: PreparedLayer, actual: Outputs, expected: Expected): Verdict {
  const judged = new Set([...results, ...selections.flatMap(({ logits, chosen }) => [logits, chosen])]);
  const names = Object.keys(plain.outputs).filter((name) => !judged.has(name));
  return firstFailure([{ status: 'pass' }, ...names.map((name) => judge(actual[name], expected[name]!, name))]);
}

/** Equal to the reference's selection in every row whose margin decides it; the others are reported as ambiguous. */
function judgeMargin(rows: readonly DifferingRow[]): Verdict {
  const decided = rows.find(({ margin, bound }) => !(margin <= 2 * bound));
  if (decided) {
    const { row, got, wanted, margin, bound } = decided;
    const reason = `row ${row}: selected [${got}], not [${wanted}], with a margin of ${margin.toExponential(2)} over ${(2 * bound).toExponential(2)}`;
    return { status: 'fail', stage: 'selection margin', reason };
  }
  if (rows.length === 0) return { status: 'pass', error: 0, bound: 0 };
  const smallest = Math.min(...rows.map(({ margin }) => margin)).toExponential(2);
  const reason = `${rows.length} selections ambiguous (smallest margin ${smallest})`;
  return { status: 'pass', error: 0, bound: 0, reason };
}
