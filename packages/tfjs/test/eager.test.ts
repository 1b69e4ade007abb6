import { createLayer, type HostTensor, initWeights } from '@mosa-js/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { mosaAttention, tfjsKernels } from '../src/index';
import { reference, tf, tfjsNames } from './support/backends';
import { errorOf, largest } from './support/compare';
import { configs } from './support/heads';
import { random } from './support/random';
import { allToTfjs, toHost, toTfjs } from './support/tensors';

const x = random([2, 17, 12]);
const mask: HostTensor = {
  shape: [2, 17],
  dtype: 'bool',
  data: Uint8Array.from({ length: 34 }, (_, i) => (i < 30 && i !== 3 ? 1 : 0)),
};

describe.each(tfjsNames)("on the user's own tensors, on tfjs-%s", (name) => {
  beforeAll(async () => {
    await tf.setBackend(name);
  });

  it.each(Object.entries(configs))('mosaAttention agrees with the reference: %s', async (_name, config) => {
    const weights = initWeights(config, 11);
    const layer = await createLayer(reference, config, weights);
    for (const inputs of [{ x }, { x, mask }]) {
      const wanted = await (await layer.run(inputs)).y.read();
      const given = 'mask' in inputs ? { mask: toTfjs(mask) } : {};
      const y = mosaAttention(tf, toTfjs(x), allToTfjs(weights), config, given);
      expect(errorOf(await toHost(y), wanted, largest(wanted))).toBeLessThan(2e-5);
    }
    await layer.dispose();
  });

  // Reading through the backend would round what the device did not.
  it('a kernel casts to float32 elements at once', async () => {
    const whole = tf.tensor(Int32Array.of(16777217), [1], 'int32');
    const float = tfjsKernels(tf).cast([whole], { dtype: 'float32' }, { shape: [1], dtype: 'float32' });
    expect(await float.data()).toEqual(Float32Array.of(16777216));
  });

  it('kernels tell of the paths that they take', () => {
    const taken: string[] = [];
    const kernels = tfjsKernels(tf, (path) => taken.push(path));
    const int = { shape: [1], dtype: 'int32' } as const;
    kernels.neg([tf.tensor(Int32Array.of(1), [1], 'int32')], {}, int);
    kernels.slice([tf.scalar(1)], { begin: [], size: [] }, { shape: [], dtype: 'float32' });
    expect(taken).toEqual(['neg: int32 by 0 − x', 'slice: scalar']);
  });
});
