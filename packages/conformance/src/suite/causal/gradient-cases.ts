import { attentionLayer, type HostTensor, trace } from '@mosa-js/core';
import { gradient } from '@mosa-js/core/training';
import { float64 } from '../../bounds/bounded';
import { evaluateWithBounds } from '../../bounds/evaluate';
import type { ConformanceCase, Verdict } from '../case';
import { judgeSlope } from '../gradient-cases';
import { firstFailure } from '../judge';
import { type LayerSpec, layerTensors } from '../layer-spec';
import { type PreparedLayer, prepareStages } from '../layer-stages';
import { lazily, opsOf } from '../prepared';
import { judgeLayer } from '../staged';
import { random } from '../values';
import { causalHeads, thresholds } from './layer-specs';

/**
 * Gradients of Σ y · dy by tokens and all weights, in the stages of a layer; in float64 they are the slope, too. A threshold
 * decides and adds nothing, so its gradient is exactly 0.
 */
export function causalGradientCases(): ConformanceCase[] {
  const inf = Number.POSITIVE_INFINITY;
  const slots = { count: 2, block: 5 };
  const of = (name: string, selection: Parameters<typeof causalHeads>[0], more: Partial<LayerSpec> = {}) => {
    const config = more.config ?? causalHeads(selection);
    const { B = 2, T = 16 } = more;
    const weights = thresholds(config, [0.05, -inf, -0.3]);
    return gradientCase({ id: `causal/gradient:${name};b=${B};t=${T}`, B, T, seed: 9, weights, ...more, config });
  };
  const first = causalHeads({ capacity: 3, slots }, { includeFirst: true });
  return [
    of('threshold', {}),
    of('capacity', { capacity: 4 }),
    of('slots;capacity;include-first;padding', {}, { config: first, lengths: [16, 11] }),
    of('sum', {}, { config: { kind: 'sum', parts: [first, { kind: 'dense', dModel: 8, dHead: 4, heads: 1 }] }, B: 1 }),
  ];
}

interface Differentiated {
  readonly layer: PreparedLayer;
  /** In float64: it says nothing of a backend, so it is measured once. */
  readonly slopes: readonly Verdict[];
}

function gradientCase(spec: LayerSpec): ConformanceCase {
  const prepared = lazily(() => differentiated(spec));
  return {
    id: spec.id,
    ops: () => opsOf(prepared().layer.plain),
    async run(backend) {
      const { layer, slopes } = prepared();
      return firstFailure([...slopes, await judgeLayer(backend, layer)]);
    },
  };
}

function differentiated(spec: LayerSpec): Differentiated {
  const { inputs, weights } = layerTensors(spec);
  const dy = random(inputs.x!.shape, 99, 'float32', -1, 1);
  const by = ['x', ...Object.keys(weights)];
  const graph = trace(
    (ops, { x, mask, dy }, traced) => {
      const { y, ...choice } = attentionLayer(ops, x!, traced, spec.config, { mask });
      return { loss: ops.sum(ops.mul(y, dy!), [0, 1, 2]), ...choice };
    },
    { inputs: { ...inputs, dy }, weights },
  );
  const tensors: Record<string, HostTensor> = { ...inputs, dy, ...weights };
  const layer = prepareStages(gradient(graph, { of: 'loss', by }), tensors);
  const exact = evaluateWithBounds(layer.plain, tensors, float64);
  const slopes = by.map((name) => {
    const { data } = exact[`gradient/${name}`]!.value;
    if (!name.endsWith('threshold')) return judgeSlope(graph, tensors, name, data);
    if (data.every((value: number) => value === 0)) return { status: 'pass' as const };
    return { status: 'fail' as const, stage: 'case', reason: `the gradient of ${name} is [${[...data]}], not 0` };
  });
  return { layer, slopes };
}
