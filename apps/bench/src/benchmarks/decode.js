import { createDecoder, initModel } from '@mosa-js/lm';
import { attentionOf, layerShapes } from '../shapes.js';
import { vocabularySize } from './step.js';

/** The next token of B sequences, from caches of T positions. */
export function decode(options, length) {
  return layerShapes(options, length).map((shape) => ({
    labels: shape,
    async open(backend) {
      const { width, layers } = options;
      const { batch } = shape;
      const config = { vocabularySize, dModel: width, layers, attention: causalOf(shape, options) };
      const decoder = await createDecoder(backend, config, initModel(config, 1), {
        batch,
        positions: length,
        onWarning: () => undefined, // thresholds that nobody calibrated: their heads process whatever comes
      });
      const tokens = new Array(batch).fill(1);
      return {
        async run() {
          if (decoder.position[0] === length) await decoder.reset();
          (await decoder.step(tokens)).dispose();
        },
        dispose: () => decoder.dispose(),
      };
    },
  }));
}

/** Heads that do not look ahead: mosa heads keep the k best so far, local ones a window. */
function causalOf(shape, options) {
  const config = attentionOf(shape, options);
  const causal = (heads) => causalHeads(heads, shape);
  return config.kind === 'sum' ? { ...config, parts: config.parts.map(causal) } : causal(config);
}

function causalHeads(heads, { length, sparsity, k }) {
  if (heads.kind === 'mosa') {
    const capacity = k ?? Math.min(Math.max(Math.floor(length / sparsity), 2), length);
    return { ...heads, selection: { rule: 'causal', capacity } };
  }
  if (heads.kind !== 'local') return heads;
  const { sparsity: _, ...rest } = heads;
  return { ...rest, window: Math.max(Math.floor(length / sparsity), 1) };
}
