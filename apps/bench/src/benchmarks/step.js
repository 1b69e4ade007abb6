import { createTrainer } from '@mosa-js/core/training';
import { initModel, languageModel } from '@mosa-js/lm';
import { attentionOf, layerShapes } from '../shapes.js';
import { ids } from '../tensors.js';

export const vocabularySize = 256;

/** A training step of a language model: B × T tokens from the host, and its loss back. */
export function step(options, length) {
  return layerShapes(options, length).map((shape) => ({
    labels: shape,
    async open(backend) {
      const { width, layers } = options;
      const { batch } = shape;
      const config = { vocabularySize, dModel: width, layers, attention: attentionOf(shape, options) };
      const trainer = await createTrainer(backend, languageModel(config, { batch, length }), {
        optimizer: { learningRate: 1e-4, clip: 0.25 },
        state: { step: 0, ...initModel(config, 1) },
      });
      const given = [ids([batch, length], vocabularySize, 1), ids([batch, length], vocabularySize, 2)];
      return {
        async run() {
          const { outputs } = await trainer.run({ tokens: given[0], targets: given[1] });
          for (const tensor of Object.values(outputs)) tensor.dispose();
        },
        dispose: () => trainer.dispose(),
      };
    },
  }));
}
