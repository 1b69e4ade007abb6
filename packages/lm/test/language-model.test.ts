import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import { createLanguageModel, initModel } from '../src/index';
import { models, pattern, V } from './support/models';

const backend = createReferenceBackend();
const config = { ...models['mosa with routing']!, dropout: 0.3, attentionDropout: 0.3 };
const tokens = pattern(71);

describe('a model in use', () => {
  it('gives the mean loss of a text, by its logits, whatever the batch, and drops nothing', async () => {
    const model = await createLanguageModel(backend, config, initModel(config, 3));
    const [length, starts] = [16, [0, 16, 32, 48, 54]]; // the last one ends with the text
    let nats = 0;
    for (const [window, start] of starts.entries()) {
      const data = tokens.slice(start, start + length);
      const logits = await model.logits({ shape: [1, length], dtype: 'int32', data });
      const values = Array.from((await logits.read()).data);
      logits.dispose();
      for (let t = Math.max(0, window * length - start); t < length; t++) {
        const row = values.slice(t * V, (t + 1) * V);
        const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
        nats += Math.log(total) - row[tokens[start + t + 1]!]!;
      }
    }
    for (const batch of [1, 3, 5, 8]) {
      const evaluation = await model.evaluate({ tokens, bytes: 142 }, { batch, length });
      expect(evaluation.tokens).toBe(70);
      expect(evaluation.loss).toBeCloseTo(nats / 70, 12);
      expect(evaluation.bitsPerByte).toBeCloseTo(nats / 70 / Math.LN2 / 2, 12);
    }
    await model.dispose();
    expect(backend.memory().tensors).toBe(0);
  });

  it('is of the configuration that it was made with, whatever becomes of that', async () => {
    const changed = structuredClone(config);
    const model = await createLanguageModel(backend, changed, initModel(config, 3));
    Object.assign(changed, { layers: 1, vocabularySize: 2 });
    const logits = await model.logits({ shape: [1, 4], dtype: 'int32', data: tokens.slice(0, 4) });
    expect(logits.shape).toEqual([1, 4, V]);
    expect(model.config).toEqual(config);
    logits.dispose();
    await model.dispose();
  });
});
