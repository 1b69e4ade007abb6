import type { AttentionConfig, Backend, HostTensor, Named } from '@mosa-js/core';
import { fate } from '@mosa-js/core/adapter';
import type { ConformanceCase, Verdict } from '../case';
import { firstFailure, judgeWithin } from '../judge';
import { layerTensors } from '../layer-spec';
import { type PreparedLayer, prepareLayer } from '../layer-stages';
import { lazily, opsOf } from '../prepared';
import { runEach } from '../run-graph';
import { choiceIn, type Selection } from '../selection';
import { stagesOf } from '../staged';
import { random } from '../values';
import { causalHeads, thresholds } from './layer-specs';

const [B, T, h] = [2, 24, 8];
/** Tokens from these positions on are others. */
const changedFrom = [1, 8, 17, 23];

/**
 * What comes later changes nothing before it: outputs of earlier positions are the same, exactly in float64, and within
 * bounds elsewhere; what became of earlier tokens is the same wherever their logits are.
 */
export function futureCases(): ConformanceCase[] {
  const slots = { count: 2, block: 5 };
  const configs: Record<string, AttentionConfig> = {
    threshold: causalHeads({}),
    capacity: causalHeads({ capacity: 4 }),
    'slots;capacity;include-first': causalHeads({ capacity: 3, slots }, { includeFirst: true }),
    sum: { kind: 'sum', parts: [causalHeads({ capacity: 4 }), { kind: 'dense', dModel: h, dHead: 4, heads: 1 }] },
  };
  return Object.entries(configs).map(([name, config]) => futureCase(`causal/future:${name}`, config));
}

function futureCase(id: string, config: AttentionConfig): ConformanceCase {
  const layers = lazily(() => {
    const weights = thresholds(config, [0.05, Number.NEGATIVE_INFINITY, -0.3]);
    const spec = { id, config, B, T, seed: 11, weights };
    const { inputs, weights: all } = layerTensors(spec);
    const x = inputs.x!;
    return [undefined, ...changedFrom].map((from) =>
      prepareLayer(config, { x: from === undefined ? x : changed(x, from) }, all),
    );
  });
  return {
    id,
    ops: () => opsOf(layers()[0]!.plain),
    async run(backend) {
      const [whole, ...others] = layers();
      const [actual, ...outputs] = await runEach(
        backend,
        whole!.watched,
        layers().map(({ tensors }) => tensors),
      );
      const verdicts = [judgeAlone(backend, whole!, actual!)];
      for (const [i, layer] of others.entries()) {
        verdicts.push(judgeAlone(backend, layer, outputs[i]!));
        verdicts.push(judgeBefore(backend, changedFrom[i]!, [whole!, actual!], [layer, outputs[i]!]));
      }
      return firstFailure(verdicts);
    },
  };
}

/** Other tokens from a position on. */
function changed(x: HostTensor, from: number): HostTensor {
  const other = random(x.shape, 40 + from, 'float32', -1.5, 1.5);
  const data = Float32Array.from(x.data, (value, i) => (Math.floor(i / h) % T < from ? value : other.data[i]!));
  return { ...x, data };
}

function judgeAlone(backend: Backend, layer: PreparedLayer, outputs: Named<HostTensor>): Verdict {
  const { decided, others, endToEnd } = stagesOf(backend, layer, outputs);
  const chosen = firstFailure([others, decided]);
  return chosen.status === 'pass' ? firstFailure([chosen, endToEnd(outputs)]) : chosen;
}

/** A layer and what a backend's run of it gave. */
type Ran = readonly [PreparedLayer, Named<HostTensor>];

function judgeBefore(backend: Backend, from: number, one: Ran, other: Ran): Verdict {
  const stage = `before position ${from}`;
  const isExact = backend.capabilities.precision === 'float64';
  for (const selection of one[0].selections) {
    const [logits, otherLogits] = [one, other].map(([, outputs]) =>
      Array.from(outputs[selection.logits]!.data).filter((_, i) => i % T < from),
    );
    const [fates, otherFates] = [one, other].map((ran) => fatesBefore(backend, selection, from, ran));
    const sameLogits = equal(logits!, otherLogits!);
    const sameFates = equal(fates!, otherFates!);
    if ((isExact && !sameLogits) || (sameLogits && !sameFates))
      return { status: 'fail', stage, reason: `a later token changed the ${sameLogits ? 'selection' : 'logits'}` };
    // Decided by rounding, as the margins of both runs allow: their outputs have nothing to do with each other.
    if (!sameFates) return { status: 'pass', reason: `${stage} a selection is ambiguous` };
  }
  const rows = ({ data }: Pick<HostTensor, 'data'>) =>
    Float64Array.from(data).filter((_, i) => Math.floor(i / h) % T < from);
  const [own, others] = [one, other].map(([layer]) => rows(layer.oracle.expected(backend).y!.error));
  const bounds = own!.map((bound, i) => (isExact ? 0 : bound + others![i]!));
  return judgeWithin({ shape: [B, from, h], data: rows(other[1].y!) }, rows(one[1].y!), bounds, stage);
}

/** What became of earlier tokens before that position: what leaves later has not left yet. */
function fatesBefore(backend: Backend, selection: Selection, from: number, [layer, outputs]: Ran): number[] {
  const { data } = choiceIn(selection, outputs, layer.oracle.expected(backend))!;
  return Array.from(data)
    .filter((_, i) => i % T < from)
    .map((end) => (end >= from ? fate.stays : end));
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value === b[i]);
}
