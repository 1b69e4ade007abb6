import { type Backend, createLayer, type HostTensor, initWeights } from '@mosa-js/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend, mosaAttention } from '../src/index';
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
const variants = [
  ['no mask', { x }],
  ['a mask', { x, mask }],
] as const;

async function layerOn(backend: Backend, name: string, inputs: { x: HostTensor; mask?: HostTensor }) {
  const config = configs[name]!;
  const layer = await createLayer(backend, config, initWeights(config, 11));
  const { y, logits, indices } = await layer.run(inputs);
  const result = { y: await y.read(), logits: await logits?.read(), indices: await indices?.read() };
  for (const tensor of [y, logits, indices]) tensor?.dispose();
  await layer.dispose();
  return result;
}

describe.each(tfjsNames)('heads on tfjs-%s', (name) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createTfjsBackend({ lib: tf, backend: name });
  });

  describe.each(Object.keys(configs))('%s', (kind) => {
    it.each(variants)('agrees with the reference, with %s', async (_name, inputs) => {
      const wanted = await layerOn(reference, kind, inputs);
      const actual = await layerOn(backend, kind, inputs);
      expect(errorOf(actual.y, wanted.y, largest(wanted.y))).toBeLessThan(2e-5);
      expect(actual.indices?.data).toEqual(wanted.indices?.data);
      if (wanted.logits) expect(errorOf(actual.logits!, wanted.logits, largest(wanted.logits))).toBeLessThan(2e-5);
    });

    it.each(variants)('gives the same on tensors of tfjs, with %s', async (_name, inputs) => {
      const config = configs[kind]!;
      const { y: wanted } = await layerOn(reference, kind, inputs);
      await tf.setBackend(name);
      const tensors = allToTfjs(initWeights(config, 11));
      const given = 'mask' in inputs ? { mask: toTfjs(inputs.mask) } : {};
      const y = mosaAttention(tf, toTfjs(x), tensors, config, given);
      expect(errorOf(await toHost(y), wanted, largest(wanted))).toBeLessThan(2e-5);
    });
  });
});
