import type { HostTensor } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import { initModel, type LanguageModelConfig, languageModelGraph } from '../src/index';
import { createBackend, readAll } from './support/backends';
import { models, V } from './support/models';

const [B, T] = [2, 16];

async function logitsOf(config: LanguageModelConfig, tokens: HostTensor, name = 'reference'): Promise<HostTensor> {
  const backend = await createBackend[name]!();
  const { parameters, buffers } = initModel(config, 7);
  const program = await backend.compile(languageModelGraph(config, { batch: B, length: T }), {
    weights: { ...parameters, ...buffers },
  });
  const { logits } = await readAll(await program.run({ tokens }));
  await backend.dispose();
  return logits!;
}

function randomTokens(seed: number): HostTensor {
  const next = randomSource(seed);
  return { shape: [B, T], dtype: 'int32', data: Int32Array.from({ length: B * T }, () => Math.floor(next() * V)) };
}

/** First position of sequence 0 whose logits differ, T where none does. */
function firstChange(a: HostTensor, b: HostTensor): number {
  const at = a.data.findIndex((value, i) => i < T * V && value !== b.data[i]);
  return at < 0 ? T : Math.floor(at / V);
}

function change(tokens: HostTensor, position: number): HostTensor {
  const data = Int32Array.from(tokens.data);
  data[position] = (data[position]! + 1) % V;
  return { ...tokens, data };
}

describe('forward', () => {
  const tokens = randomTokens(1);

  it.each(Object.keys(models))('%s: logits [B, T, V], the same on every backend', async (name) => {
    const expected = await logitsOf(models[name]!, tokens);
    expect(expected.shape).toEqual([B, T, V]);
    for (const backend of ['tfjs-cpu', 'onnxruntime-node']) {
      const actual = await logitsOf(models[name]!, tokens, backend);
      const errors = Array.from(actual.data, (value, i) => Math.abs(value - expected.data[i]!));
      expect(Math.max(...errors)).toBeLessThan(1e-5);
    }
  });

  it.each(['dense', 'local', 'fixed'])('%s heads: a token changes no logits before it', async (name) => {
    const before = await logitsOf(models[name]!, tokens);
    for (const position of [1, 4, T - 1]) {
      const after = await logitsOf(models[name]!, change(tokens, position));
      expect(firstChange(before, after)).toBe(position);
    }
  });

  it('MoSA heads select among all tokens: a later token changes logits before it', async () => {
    const before = await logitsOf(models.mosa!, tokens);
    const changes: number[] = [];
    for (let position = 1; position < T; position++) {
      changes.push(position - firstChange(before, await logitsOf(models.mosa!, change(tokens, position))));
    }
    expect(Math.max(...changes)).toBeGreaterThan(0);
  });

  it('large vocabularies are gathered, small ones multiplied, to the same rows', async () => {
    const small = models.dense!;
    const large = { ...small, vocabularySize: 300 };
    const reference = createReferenceBackend();
    const { parameters } = initModel(large, 1);
    const cut = (name: string): HostTensor => ({
      shape: [V, small.dModel],
      dtype: 'float32',
      data: parameters[name]!.data.slice(0, V * small.dModel),
    });
    const run = async (config: LanguageModelConfig, weights: Record<string, HostTensor>) => {
      const program = await reference.compile(languageModelGraph(config, { batch: B, length: T }), { weights });
      return (await readAll(await program.run({ tokens }))).logits!;
    };
    const gathered = await run(large, parameters);
    const multiplied = await run(small, {
      ...parameters,
      'embedding.weight': cut('embedding.weight'),
      'output.weight': cut('output.weight'),
    });
    for (let i = 0; i < B * T * V; i++) {
      expect(multiplied.data[i]).toBeCloseTo(gathered.data[Math.floor(i / V) * 300 + (i % V)]!, 12);
    }
  });
});
