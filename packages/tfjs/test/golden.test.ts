import { createLayer, type HostTensor } from '@mosa-js/core';
import { describe, expect, it } from 'vitest';
import { createTfjsBackend, mosaAttention, type TfjsTensor } from '../src/index';
import { tf, tfjsNames } from './support/backends';
import { errorOf, largest } from './support/compare';
import { goldenCases } from './support/golden';
import { toHost, toTfjs } from './support/tensors';

const relative = (actual: HostTensor, wanted: HostTensor) => errorOf(actual, wanted, largest(wanted));

describe.each(tfjsNames)("the authors' outputs on tfjs-%s", (name) => {
  describe.each(goldenCases())('$name', ({ config, tensors, weights }) => {
    it('has the same outputs', async () => {
      const backend = await createTfjsBackend({ lib: tf, backend: name });
      const named = Object.fromEntries(weights.map((weight) => [weight, tensors[weight]!]));
      const layer = await createLayer(backend, config, named);
      const { y } = await layer.run({ x: tensors.x! });
      expect(relative(await y.read(), tensors.y!)).toBeLessThan(2e-5);
      await backend.dispose();
    });

    it('has the same gradients', async () => {
      await tf.setBackend(name);
      const given = ['x', ...weights];
      const operands = given.map((tensor) => toTfjs(tensors[tensor]!));
      const gradOut = toTfjs(tensors.gradOut!);
      const layer = (...[x, ...rest]: TfjsTensor[]) =>
        mosaAttention(tf, x!, Object.fromEntries(weights.map((weight, i) => [weight, rest[i]!])), config);
      const gradients = tf.grads(layer)(operands, gradOut);
      for (const [i, tensor] of given.entries()) {
        const error = relative(await toHost(gradients[i]!), tensors[`grad.${tensor}`]!);
        expect(error, `gradient of ${tensor}`).toBeLessThan(1e-4);
      }
    });
  });
});
