import * as onnxruntime from '@mosa-js/onnxruntime';
import * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { createDecoder, createLanguageModel, exportLanguageModel, initModel, type OnnxManifest } from '../src';

const width = { dModel: 16, dHead: 8 };
const slots = { count: 6, block: 16 };
const causal = {
  kind: 'mosa',
  ...width,
  heads: 3,
  sparsity: 4,
  selection: { rule: 'causal', capacity: 8, slots },
} as const;
const config = {
  vocabularySize: 20,
  dModel: 16,
  layers: 2,
  attention: [
    { kind: 'sum', parts: [{ kind: 'local', ...width, heads: 1, window: 8 }, causal] },
    { kind: 'sum', parts: { mosa: causal, other: { kind: 'dense', ...width, heads: 1 } } },
  ],
  tiedOutput: true,
} as const;
const state = initModel(config, 1, { headDeviation: 0.3 });
const options = { logSeverityLevel: 3 } as const;

const ids = (count: number, seed: number) => Int32Array.from({ length: count }, (_, i) => (i * 7 + seed * i * i) % 20);
const largestError = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

/** Runs prefill and decode as a program without mosa-js would: the manifest is all that it knows. */
function runner({ state: parts = [] }: OnnxManifest, batch: number) {
  let feeds = Object.fromEntries(
    parts.map(({ input, dtype, shape, fill }) => {
      const dims = shape.map((size) => (size === 'batch' ? batch : size));
      const data = new (dtype === 'int32' ? Int32Array : Float32Array)(dims.reduce((a, b) => a * b, 1)).fill(fill);
      return [input, new ort.Tensor(dtype, data as Float32Array, dims)];
    }),
  );
  return async (session: ort.InferenceSession, tokens: Int32Array, lengths: readonly number[]) => {
    const outputs = await session.run({
      tokens: new ort.Tensor('int32', tokens, [batch, tokens.length / batch]),
      lengths: new ort.Tensor('int32', Int32Array.from(lengths), [batch]),
      ...feeds,
    });
    feeds = Object.fromEntries(parts.map(({ input, output }) => [input, outputs[output]! as (typeof feeds)[string]]));
    return outputs.logits!.data as Float32Array;
  };
}

it('runs forward, prefill and decode without mosa-js, with the same numbers', async () => {
  // In float32, too, since two logits that are nearly equal may rank otherwise in float64.
  const backend = await onnxruntime.createOnnxRuntimeBackend({ lib: ort, executionProvider: 'cpu' });
  const { files, manifest } = exportLanguageModel(onnxruntime, { config, state }, { positions: 100 });
  expect(Object.keys(files)).toEqual(['forward', 'prefill', 'decode']);
  expect(JSON.parse(JSON.stringify(manifest))).toMatchObject({
    format: 'mosa-js-onnx',
    positions: 100,
    longestPrefill: 16,
  });
  const open = (name: keyof typeof files) => ort.InferenceSession.create(files[name]!.model, options);
  const [forward, prefill, decode] = [await open('forward'), await open('prefill'), await open('decode')];

  const model = await createLanguageModel(backend, config, state);
  for (const [B, T] of [
    [1, 7],
    [3, 40],
  ] as const) {
    const tokens = ids(B * T, B);
    const wanted = await (await model.logits({ shape: [B, T], dtype: 'int32', data: tokens })).read();
    const { logits } = await forward.run({ tokens: new ort.Tensor('int32', tokens, [B, T]) });
    expect(logits!.dims).toEqual([B, T, 20]);
    expect(largestError(wanted.data, logits!.data as Float32Array)).toBeLessThan(2e-5);
  }

  const decoder = await createDecoder(backend, config, state, { positions: 100, batch: 2 });
  const run = runner(manifest, 2);
  const prompt = ids(2 * 13, 3);
  const first = await decoder.prefill({ shape: [2, 13], dtype: 'int32', data: prompt }, { lengths: [13, 5] });
  expect(largestError((await first.read()).data, await run(prefill, prompt, [13, 5]))).toBeLessThan(2e-5);
  for (let i = 0; i < 25; i++) {
    const next = ids(2, i);
    const wanted = await (await decoder.step([...next])).read();
    expect(largestError(wanted.data, await run(decode, next, [1, 1])), `step ${i}`).toBeLessThan(2e-5);
  }
  for (const session of [forward, prefill, decode]) await session.release();
  await decoder.dispose();
  await model.dispose();
  await backend.dispose();
});

it('writes what the heads have, and says why it writes nothing else', () => {
  const expert = { ...config, attention: { kind: 'mosa', ...width, heads: 2, sparsity: 4 } } as const;
  const given = { config: expert, state: initModel(expert, 1) };
  expect(exportLanguageModel(onnxruntime, given, { positions: 64 }).manifest.programs).toEqual(['forward']);
  expect(() => exportLanguageModel(onnxruntime, given, { positions: 64, programs: ['decode'] })).toThrow(
    /heads that do not look ahead and have a capacity/,
  );
  expect(() => exportLanguageModel(onnxruntime, given, { positions: 0 })).toThrow(
    /positions: expected a whole number from 1/,
  );
});
