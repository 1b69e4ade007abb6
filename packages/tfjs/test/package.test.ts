import { createRequire } from 'node:module';
import { createLayer, initWeights } from '@mosa-js/core';
import * as built from '@mosa-js/tfjs';
import { expect, it } from 'vitest';
import { tf } from './support/backends';
import { configs } from './support/heads';
import { random } from './support/random';

const required: typeof built = createRequire(import.meta.url)('@mosa-js/tfjs');

it.each([
  ['imported', built],
  ['required', required],
])('the built package works when %s', async (_how, { createTfjsBackend, mosaAttention, ...rest }) => {
  expect(Object.keys(rest).sort()).toEqual([
    'commonKernels',
    'eagerOps',
    'startBackend',
    'tfjsKernels',
    'typeOfTensor',
    'withBackend',
  ]);
  const config = configs.mosa!;
  const backend = await createTfjsBackend({ lib: tf, backend: 'cpu' });
  const layer = await createLayer(backend, config, initWeights(config, 1));
  const { y } = await layer.run({ x: random([1, 9, 12]) });
  expect(y.shape).toEqual([1, 9, 12]);
  await backend.dispose();
  expect(mosaAttention).toBeTypeOf('function');
});
