import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createLayer, initWeights } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { mosaAttention, type TfjsTensor } from '@mosa-js/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { multiplyInFullFloat32 } from '../src/full-float32';
import { createTfjsNodeBackend, loadTfjsNode, type TfjsNode } from '../src/index';
import { goldenCases } from './support/golden';
import { lacking } from './support/provisioned';

const config = { kind: 'mosa', dModel: 16, dHead: 4, heads: 3, sparsity: 4 } as const;
const weights = initWeights(config, 1);
const x = {
  shape: [1, 32, 16],
  dtype: 'float32',
  data: Float32Array.from({ length: 512 }, (_, i) => Math.sin(i)),
} as const;

describe.skipIf(lacking !== '')(`on the real library${lacking && `: skipped, ${lacking}`}`, () => {
  let tf: TfjsNode;
  beforeAll(async () => {
    tf = await loadTfjsNode({ package: '@tensorflow/tfjs-node-gpu' });
  });

  it('says where it runs and on what', async () => {
    const backend = await createTfjsNodeBackend({ lib: tf });
    expect(backend.name).toBe('tfjs-node-gpu');
    expect(backend.label).toMatch(/^tfjs-node-gpu 4\.\d+\.\d+, libtensorflow 2\.\d+\.\d+$/);
    if (backend.isUsingGpuDevice) {
      expect(backend.device).toMatch(/ \(CUDA\)$/);
      expect(backend.deviceNote).toBeUndefined();
    } else {
      expect(backend.device).toBe('cpu');
      expect(backend.deviceNote).toMatch(/^no CUDA device: libtensorflow says/);
      await expect(createTfjsNodeBackend({ lib: tf, requireGpu: true })).rejects.toMatchObject({
        code: 'unavailable',
        actual: backend.deviceNote,
      });
    }
    await backend.dispose();
  });

  it.each(['tensorflow', 'cpu'])('leaves another program alone that uses this tfjs on %s', async (active) => {
    await tf.setBackend(active);
    const own = tf.findBackend('tensorflow');
    const theirs = tf.tensor([1, 2, 3]);
    const variable = tf.variable(tf.tensor([4, 5, 6]));
    const { numTensors } = tf.memory();
    const backend = await createTfjsNodeBackend({ lib: tf });
    const layer = await createLayer(backend, config, weights);
    const [first, mixed] = await Promise.all([layer.run({ x }), tf.add(theirs, variable).data()]);
    const wanted = await (await createLayer(createReferenceBackend(), config, weights)).run({ x });
    const [actual, expected] = [await first.y.read(), await wanted.y.read()];
    for (const [i, value] of actual.data.entries()) expect(value).toBeCloseTo(Number(expected.data[i]), 5);
    expect([...mixed]).toEqual([5, 7, 9]);
    for (const tensor of Object.values(first)) tensor.dispose();
    await layer.dispose();
    await backend.dispose();
    expect(tf.getBackend()).toBe(active);
    expect(tf.findBackend('tensorflow')).toBe(own);
    expect(tf.memory().numTensors).toBe(numTensors + 1); // the sum of the two, which is theirs
    expect([...theirs.dataSync(), ...variable.dataSync()]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('products are exact, with every bit of a float32', async () => {
    const backend = await createTfjsNodeBackend({ lib: tf });
    await multiplyInFullFloat32(backend);
    expect(process.env.NVIDIA_TF32_OVERRIDE).toBe('0');
    delete process.env.NVIDIA_TF32_OVERRIDE;
    await backend.dispose();
  });

  it.each(goldenCases())('the authors’ gradients through tf.grads: $name', async (golden) => {
    await tf.setBackend('tensorflow');
    const given = ['x', ...golden.weights];
    const toTfjs = (name: string) => {
      const { data, shape } = golden.tensors[name]!;
      return tf.tensor(Float32Array.from(data as Float32Array), [...shape]);
    };
    const layer = (...[input, ...rest]: TfjsTensor[]) =>
      mosaAttention(tf, input!, Object.fromEntries(golden.weights.map((name, i) => [name, rest[i]!])), golden.config);
    const gradients = tf.grads(layer)(given.map(toTfjs), toTfjs('gradOut'));
    for (const [i, name] of given.entries()) {
      const actual = gradients[i]!.dataSync();
      const wanted = Array.from(golden.tensors[`grad.${name}`]!.data, Number);
      const largest = Math.max(...wanted.map(Math.abs));
      const error = Math.max(...wanted.map((value, j) => Math.abs(value - actual[j]!)));
      expect(error / largest, name).toBeLessThan(1e-4);
    }
  });

  it('works where another program has loaded it and util lacks what Node 23 removed', () => {
    const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
    const words = ['--require', path('support/remove-util.cjs'), path('checks/removed-util.mjs')];
    execFileSync(process.execPath, words, { stdio: 'pipe', encoding: 'utf8' });
  });
});
