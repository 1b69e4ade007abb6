import { type Backend, headGroups, hostTensor, type MosaConfig } from '@mosa-js/core';
import { fate } from '@mosa-js/core/adapter';
import type { RefTensor } from '@mosa-js/reference';
import { type Bounded, float32 } from '../../bounds/bounded';
import { evaluateWithBounds } from '../../bounds/evaluate';
import type { ConformanceCase, Verdict } from '../case';
import { firstFailure, judge, judgeExactly } from '../judge';
import { type PreparedLayer, prepareLayer } from '../layer-stages';
import { lazily, opsOf } from '../prepared';
import { runGraph } from '../run-graph';
import { stagesOf } from '../staged';
import { type DecodeSpec, decodeSpecs, decodeWeights, wholeTokens } from './specs';
import { type Streamed, stepGraph, streamAll } from './stream';

/**
 * Token after token from caches is what the whole sequence is at every position, within the bounds of the whole sequence,
 * since a sum over what is visible has the same terms, in some order. Two sequences of unequal lengths advance by
 * different counts, and every place in a causal head's cache loses an entry.
 */
export function decodeCases(): ConformanceCase[] {
  return decodeSpecs().map(decodeCase);
}

function decodeCase(spec: DecodeSpec): ConformanceCase {
  const { name, config, chunk, lengths, again = false } = spec;
  const T = Math.max(...lengths);
  const prepared = lazily(() => {
    const weights = decodeWeights(spec);
    const mask = hostTensor(
      Array.from({ length: 2 * T }, (_, i) => Number(i % T < lengths[Math.floor(i / T)]!)),
      [2, T],
      'bool',
    );
    // The caches of the first are full of what the second must not see.
    const sequences = (again ? [22, 21] : [21]).map((seed) => wholeTokens(T, seed));
    const layers = sequences.map((x) => prepareLayer(config, { x, mask }, weights));
    return { weights, layers, sequences, graph: stepGraph(config, chunk, T), vain: vanity(layers.at(-1)!, spec) };
  });
  return {
    id: `decode/${again ? 'reset' : 'stream'}:${name};chunk=${chunk};t=${lengths}`,
    ops: () => opsOf(prepared().graph, prepared().layers[0]!.plain),
    async run(backend) {
      const { weights, layers, sequences, graph, vain } = prepared();
      if (vain) return vain;
      const last = layers.at(-1)!;
      const whole = await runGraph(backend, last.watched, last.tensors);
      const { decided, others, endToEnd } = stagesOf(backend, last, whole);
      const chosen = firstFailure([others, decided]);
      const parallel = chosen.status === 'pass' ? firstFailure([chosen, endToEnd(whole)]) : chosen;
      if (parallel.status !== 'pass') return { ...parallel, stage: `whole sequence: ${parallel.stage}` };
      const streamed = await streamAll(backend, graph, config, weights, sequences, lengths);
      return firstFailure([
        parallel,
        ...streamed.flatMap((one, i) => [...judgePadding(one), ...judgeStreamed(backend, layers[i]!, one)]),
      ]);
    },
  };
}

function judgePadding({ padding }: Streamed): Verdict[] {
  const wrong = padding.find((value) => value !== 0);
  if (wrong === undefined) return [];
  return [{ status: 'fail', stage: 'padding', reason: `a result for no token is ${wrong}, not 0` }];
}

function judgeStreamed(backend: Backend, layer: PreparedLayer, { y, counts }: Streamed): Verdict[] {
  const expected = layer.oracle.expected(backend);
  const counted = Object.values(counts).map((actual, group) => {
    const wanted = countsOf(expected[layer.selections[group]!.chosen]!);
    const shape = [wanted.length];
    return judgeExactly(hostTensor(actual, shape, 'int32'), hostTensor(wanted, shape, 'int32'), 'counts');
  });
  return [...counted, judge(y, expected.y!, 'streamed')];
}

/** Processed, evicted and dropped tokens of each head, [3·E]. */
function countsOf({ value: { shape, data } }: Bounded): number[] {
  const [E, B, T] = shape as [number, number, number];
  const count = (holds: (end: number) => boolean) =>
    Array.from({ length: E }, (_, e) => Array.from(data.slice(e * B * T, (e + 1) * B * T)).filter(holds).length);
  return [
    ...count((end) => end >= 0),
    ...count((end) => end >= 0 && end < fate.stays),
    ...count((end) => end === fate.dropped),
  ];
}

/** Why a case would show little: a selection that rounding may decide, or a place in a cache that loses no entry. */
function vanity(layer: PreparedLayer, { config, chunk }: DecodeSpec): Verdict | undefined {
  const bounded = evaluateWithBounds(layer.oracle.graph, layer.tensors, float32);
  const mosa = headGroups(config).filter(({ config: { kind } }) => kind === 'mosa');
  for (const [i, { config: group }] of mosa.entries()) {
    const { logits, chosen } = layer.selections[i]!;
    if (bounded[logits]!.error.data.some((error: number) => error > 0))
      return { status: 'fail', stage: 'case', reason: 'logits are not exact' };
    const missing = placesKept(bounded[chosen]!.value, group as MosaConfig, chunk === 1);
    if (missing.length > 0) return { status: 'fail', stage: 'case', reason: `places ${missing} lose no entry` };
  }
  return undefined;
}

/**
 * Places of a cache that lose no entry in any sequence of any head.
 * @param inPlace whether a token takes the place of the entry that it evicts; else entries stand in the order of positions
 */
function placesKept({ shape, data }: RefTensor, { selection, includeFirst }: MosaConfig, inPlace: boolean): number[] {
  const T = shape.at(-1)!;
  const capacity = typeof selection === 'object' ? selection.capacity! : 0;
  const kept = new Set(Array.from({ length: capacity }, (_, place) => place));
  if (includeFirst) kept.delete(0);
  for (let row = 0; row * T < data.length; row++) {
    let set: number[] = [];
    for (let t = 0; t < T; t++) {
      const left = set.findIndex((position) => data[row * T + position] === t);
      if (left >= 0) kept.delete(left);
      if (inPlace && left >= 0) set[left] = t;
      else {
        set = set.filter((_, place) => place !== left);
        if (data[row * T + t]! >= 0) set.push(t);
      }
    }
  }
  return [...kept];
}
