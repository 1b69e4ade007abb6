import { createDecoder, initModel } from '@mosa-js/lm';
import { attentionOf, layerShapes } from '../shapes.js';
import { vocabularySize } from './step.js';

/** The next token of B sequences, from caches of T positions: its logits, or what is drawn among them and read. */
export function decode(options, length) {
  const ways = options.draw.length > 0 ? options.draw : [undefined];
  return layerShapes(options, length).flatMap((shape) => ways.map((draw) => decodeCase(options, shape, draw)));
}

function decodeCase(options, shape, draw) {
  const { width, layers } = options;
  const { batch, length } = shape;
  return {
    labels: draw === undefined ? shape : { ...shape, draw },
    async open(backend) {
      const config = { vocabularySize, dModel: width, layers, attention: causalOf(shape, options) };
      const decoder = await createDecoder(backend, config, initModel(config, 1), {
        batch,
        positions: length,
        onWarning: () => undefined, // thresholds that nobody calibrated: their heads process whatever comes
      });
      const tokens = new Array(batch).fill(1);
      const run = async () => {
        if (typeof draw === 'number') {
          await decoder.draw({ random: Array.from({ length: draw }, () => new Array(batch).fill(0.5)), tokens });
          return;
        }
        const logits = await decoder.step(tokens);
        if (draw === 'logits') await logits.read();
        logits.dispose();
      };
      return {
        async run() {
          if (decoder.position[0] + (Number(draw) || 1) > length) await decoder.reset();
          await run();
        },
        dispose: () => decoder.dispose(),
      };
    },
  };
}

/** Heads that do not look ahead: mosa heads keep the k best so far, local ones a window. */
function causalOf(shape, options) {
  const config = attentionOf(shape, options);
  const causal = (heads) => causalHeads(heads, shape);
  return config.kind === 'sum' ? { ...config, parts: config.parts.map(causal) } : causal(config);
}

function causalHeads(heads, { length, sparsity, k }) {
  const kept = k ?? Math.max(Math.floor(length / sparsity), 1);
  if (heads.kind === 'mosa')
    return { ...heads, selection: { rule: 'causal', capacity: k ?? Math.min(Math.max(kept, 2), length) } };
  if (heads.kind !== 'local') return heads;
  const { sparsity: _, k: __, ...rest } = heads;
  return { ...rest, window: kept };
}
