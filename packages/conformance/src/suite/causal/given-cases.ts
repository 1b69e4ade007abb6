import { attentionLayer, type HostTensor } from '@mosa-js/core';
import { float64 } from '../../bounds/bounded';
import { evaluateWithBounds } from '../../bounds/evaluate';
import { type GraphCase, graphCase } from '../graph-case';
import { layerTensors } from '../layer-spec';
import { prepareLayer } from '../layer-stages';
import { causalHeads, thresholds } from './layer-specs';

/** Slots that are given, by `indices` and `evictedAt`: some empty, some evicted in between. */
export function givenSlotsCases(): GraphCase[] {
  const config = causalHeads({ capacity: 3, slots: { count: 2, block: 5 } }, { includeFirst: true });
  const of = (name: string, lengths?: readonly number[]) =>
    graphCase(
      `causal/given-slots:${name}`,
      () => {
        const weights = thresholds(config, [0.05, Number.NEGATIVE_INFINITY, -0.3]);
        const spec = { id: 'given', config, B: 2, T: 24, seed: 13, weights, ...(lengths ? { lengths } : {}) };
        const { inputs, weights: all } = layerTensors(spec);
        const { plain, tensors } = prepareLayer(config, inputs, all);
        const { indices, evictedAt } = evaluateWithBounds(plain, tensors, float64);
        const slots = { indices: indices!.value, evictedAt: evictedAt!.value } as Record<string, HostTensor>;
        return { ...tensors, ...slots };
      },
      (ops, { x, mask, indices, evictedAt, ...weights }) => {
        const { y, valid } = attentionLayer(ops, x!, weights, config, {
          mask,
          indices: indices!,
          evictedAt: evictedAt!,
        });
        return { y, valid: valid! };
      },
    );
  return [of('any'), of('padding', [24, 9])];
}
