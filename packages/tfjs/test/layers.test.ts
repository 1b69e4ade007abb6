import { type AttentionConfig, createLayer, initWeights } from '@mosa-js/core';
import { type LayerAttention, mosaAttentionLayer } from '@mosa-js/tfjs/layers';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { withWidth } from '../src/layer-config';
import { reference } from './support/backends';
import { errorOf, largest } from './support/compare';
import { configs } from './support/heads';
import { random } from './support/random';
import { toHost } from './support/tensors';

const MosaAttention = mosaAttentionLayer(tf);
const h = 12;
const causal = { rule: 'causal', capacity: 4, slots: { count: 2, block: 4 }, gate: 'excess' } as const;
const attention = {
  kind: 'sum',
  parts: [
    { kind: 'mosa', dHead: 4, heads: 3, sparsity: 4 },
    { kind: 'mosa', dHead: 4, heads: 2, k: 3, selection: causal },
    { kind: 'routing', dHead: 4, heads: 2, sparsity: 3 },
    { kind: 'local', dHead: 4, heads: 1, window: 4 },
  ],
} as const;
const numbers = [1, 2, 3, 4, 5, 6, 7, 0, 0, 3, 1, 4, 1, 5, 2, 6, 0, 0];
const ids = () => tf.tensor2d(numbers, [2, 9], 'int32');
/** Tokens as vectors [B, T, 7], zeros where there is none. */
const tokens = () => tf.slice(tf.oneHot(ids(), 8), [0, 0, 1], [2, 9, 7]).toFloat();

/** A model that tells whether a number is odd. tfjs's embedding would do, but trains on cpu alone. */
function oddness() {
  const model = tf.sequential();
  model.add(tf.layers.masking({ maskValue: 0, inputShape: [9, 7] }));
  model.add(tf.layers.dense({ units: h }));
  model.add(new MosaAttention({ attention, name: 'heads', seed: 3 }));
  model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
  return model;
}

/** The same heads with parts of sums as a list. */
function listed(config: AttentionConfig): AttentionConfig {
  return config.kind === 'sum' ? { kind: 'sum', parts: Object.values(config.parts).map(listed) } : config;
}

describe.each(['cpu', 'wasm'])('MosaAttention on tfjs-%s', (name) => {
  beforeAll(async () => {
    await tf.setBackend(name);
  });

  it.each(Object.entries(configs))('agrees with the layer of core: %s', async (_name, config) => {
    const x = random([2, 17, h]);
    const layer = new MosaAttention({ attention: listed(config) as LayerAttention, seed: 5 });
    const y = layer.apply(tf.tensor(x.data as Float32Array, [2, 17, h])) as tf.Tensor;
    const core = await createLayer(reference, listed(config), initWeights(listed(config), 5));
    const wanted = await (await core.run({ x })).y.read();
    expect(errorOf(await toHost(y), wanted, largest(wanted))).toBeLessThan(2e-5);
    await core.dispose();
  });

  it('trains by fit, all that has a gradient, and comes back from what was saved', async () => {
    const model = oddness();
    const weights = () => Object.fromEntries(model.getLayer('heads').weights.map((w) => [w.name, w.read().dataSync()]));
    const before = weights();
    model.compile({ optimizer: tf.train.adam(0.02), loss: 'meanSquaredError' });
    const labels = tf.expandDims(tf.mod(ids(), 2), 2);
    const { history } = await model.fit(tokens(), labels, { epochs: 12, verbose: 0, shuffle: false });
    const loss = history.loss as number[];
    expect(loss.at(-1)!).toBeLessThan(0.5 * loss[0]!);
    const after = weights();
    for (const [weight, data] of Object.entries(before)) {
      const moved = data.some((value, i) => value !== after[weight]![i]);
      expect([weight, moved]).toEqual([weight, !/centres|threshold/.test(weight)]);
    }

    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async (artifacts) => {
        saved = JSON.parse(JSON.stringify({ ...artifacts, weightData: undefined }));
        saved!.weightData = artifacts.weightData;
        return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
    const [first, second] = [model, loaded].map((one) => (one.predict(tokens()) as tf.Tensor).dataSync());
    expect(second).toEqual(first);
  });

  it('takes the mask of a layer before it: padding is not selected', async () => {
    const model = oddness();
    const [, embed, heads] = model.layers;
    const x = embed!.apply(tokens()) as tf.Tensor;
    const mask = tf.notEqual(ids(), 0);
    const masked = await toHost(heads!.call(x, { mask }) as tf.Tensor);
    const y = tf.model({ inputs: model.inputs, outputs: heads!.output }).predict(tokens()) as tf.Tensor;
    expect(await toHost(y)).toEqual(masked);
    const core = await createLayer(reference, withWidth(attention, h), initWeights(withWidth(attention, h), 3));
    const hostMask = { shape: [2, 9], dtype: 'bool', data: Uint8Array.from(numbers, (id) => Number(id > 0)) } as const;
    const wanted = await (await core.run({ x: await toHost(x), mask: hostMask })).y.read();
    expect(errorOf(masked, wanted, largest(wanted))).toBeLessThan(2e-5);
    const unmasked = await toHost(heads!.call(x, {}) as tf.Tensor);
    expect(errorOf(unmasked, wanted, largest(wanted))).toBeGreaterThan(0.01); // so that the mask matters here
    await core.dispose();
  });

  it('leaves no tensor behind but its result', () => {
    const layer = new MosaAttention({ attention, seed: 1 });
    const x = tf.zeros([1, 8, h]);
    (layer.apply(x) as tf.Tensor).dispose();
    const { numTensors } = tf.memory();
    (layer.apply(x) as tf.Tensor).dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

it('takes h from its input, and the heads as they are', () => {
  expect(withWidth({ kind: 'sum', parts: [{ kind: 'dense', dHead: 4, heads: 1 }] }, 6)).toEqual({
    kind: 'sum',
    parts: [{ kind: 'dense', dHead: 4, heads: 1, dModel: 6 }],
  });
});

it.each([
  ['no heads', {}, /MosaAttention attention: expected an object with a kind, got undefined/],
  ['a field that there is not', { attention: { kind: 'mosa', dHead: 4, heads: 2, sparsity: 2, size: 3 } }, /size/],
  ['heads without a choice', { attention: { kind: 'mosa', dHead: 4, heads: 2 } }, /one of sparsity and k/],
  ['parts by name', { attention: { kind: 'sum', parts: { a: { kind: 'dense', dHead: 4, heads: 1 } } } }, /a list/],
  ['a seed of 1.5', { attention: { kind: 'dense', dHead: 4, heads: 1 }, seed: 1.5 }, /a whole number/],
])('refuses %s', (_name, args, message) => {
  expect(() => new MosaAttention(args as never)).toThrow(message);
});

it('refuses inputs that are no tokens, another width, and a tfjs without layers', () => {
  const heads = { kind: 'dense', dHead: 4, heads: 1, dModel: 12 } as const;
  const layer = () => new MosaAttention({ attention: heads });
  expect(() => layer().apply(tf.zeros([2, 3]))).toThrow(/one input \[B, T, h\]/);
  expect(() => layer().apply(tf.zeros([1, 4, 8]))).toThrow(/8/);
  expect(() => mosaAttentionLayer({} as never)).toThrow(/with its layers/);
  expect(mosaAttentionLayer(tf)).toBe(MosaAttention);
});
