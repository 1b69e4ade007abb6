import type { HalfFormat } from '@mosa-js/core/adapter';
import type { ConformanceCase } from '../case';
import { layerTensors } from '../layer-spec';
import { prepareLayer } from '../layer-stages';
import { lazily } from '../prepared';
import { judgeLayer } from '../staged';
import { carriedCases } from './carried';
import { graphCases } from './graphs';
import { refusals } from './refusals';
import { halfFormats, holding, notHeld, rounded } from './rounded';
import { memoryIsTold, specialValues } from './values';

/** Weights, and what is carried, that are held in 16 bits: each is rounded once, and all else is as in float32. */
export function storageCases(): ConformanceCase[] {
  return halfFormats.flatMap((format) => [
    { id: `storage/${format}/values`, run: (backend) => specialValues(backend, format) },
    { id: `storage/${format}/memory`, run: (backend) => memoryIsTold(backend, format) },
    { id: `storage/${format}/refused`, run: (backend) => refusals(backend, format) },
    ...graphCases(format),
    layerCase(format),
    ...carriedCases(format),
  ]);
}

/** A layer of odd widths that selects, judged in stages against the reference with rounded weights. */
function layerCase(format: HalfFormat): ConformanceCase {
  const made = lazily(() => {
    const spec = { kind: 'mosa', dModel: 9, dHead: 6, heads: 3, sparsity: 3 } as const;
    const { inputs, weights } = layerTensors({ id: 'stored', config: spec, B: 2, T: 13, seed: 21 });
    const known = Object.entries(weights).map(([name, weight]) => [name, rounded(weight, format)]);
    return { weights, layer: prepareLayer(spec, inputs, Object.fromEntries(known)) };
  });
  return {
    id: `storage/${format}/layer`,
    async run(backend) {
      const unsupported = notHeld(backend, format);
      if (unsupported) return unsupported;
      const { weights, layer } = made();
      return judgeLayer(holding(backend, format), { ...layer, tensors: { ...layer.tensors, ...weights } });
    },
  };
}
