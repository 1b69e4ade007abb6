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
  const { kind, length, sparsity, k } = shape;
  const config = attentionOf(shape, options);
  if (kind === 'mosa') {
    const capacity = k ?? Math.min(Math.max(Math.floor(length / sparsity), 2), length);
    return { ...config, selection: { rule: 'causal', capacity } };
  }
  if (kind !== 'local') return config;
  const { sparsity: _, ...rest } = config;
  return { ...rest, window: Math.max(Math.floor(length / sparsity), 1) };
}
