import { initWeights } from '@mosa-js/core';
import { describe, expect, it } from 'vitest';
import { eagerOps, mosaAttention, type TfjsTensor } from '../src/index';
import { tf, tfjsNames } from './support/backends';
import { errorOf } from './support/compare';
import { configs } from './support/heads';
import { random } from './support/random';
import { toHost, toTfjs } from './support/tensors';
// What `@tensorflow/tfjs` registers on import.
import '@tensorflow/tfjs-core/dist/register_all_gradients';

describe.each(tfjsNames)("among tfjs's own ops and gradients, on tfjs-%s", (name) => {
  it('trains: the loss falls, and every step leaves as many tensors as there were', async () => {
    await tf.setBackend(name);
    expect(tf.getGradient('Multiply')).toBeDefined();
    const config = configs['mosa with local']!;
    const x = toTfjs(random([2, 16, 12], 'float32', -1, 1));
    const target = toTfjs(random([2, 16, 12], 'float32', -1, 1));
    const weights: Record<string, tf.Variable> = Object.fromEntries(
      Object.entries(initWeights(config, 5)).map(([weight, tensor]) => [weight, tf.variable(toTfjs(tensor))]),
    );
    const loss = () =>
      tf.mean(tf.square(tf.sub(mosaAttention(tf, tf.mul(x, 2), weights, config), target))) as tf.Scalar;
    const optimizer = tf.train.adam(0.02);
    const losses: number[] = [];
    let tensors = 0;
    for (let step = 0; step < 10; step++) {
      const value = optimizer.minimize(loss, true)!;
      losses.push((await value.data())[0]!);
      value.dispose();
      if (step === 1) tensors = tf.memory().numTensors;
    }
    expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]!);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('gives gradients of gradients', async () => {
    await tf.setBackend(name);
    const ops = eagerOps(tf);
    const x = random([5]);
    const logistic = (v: number) => 1 / (1 + Math.exp(-v));
    const curvature = (v: number) => logistic(v) * (1 - logistic(v)) * (1 - 2 * logistic(v));
    // sigmoid(v) is the first entry of softmax(v, 0).
    const pairs = (y: TfjsTensor) => ops.concat([ops.reshape(y, [5, 1]), tf.zeros([5, 1])], 1);
    const functions: [(x: TfjsTensor) => TfjsTensor, (x: number) => number][] = [
      [(y) => ops.mul(y, ops.mul(y, y)), (v) => 6 * v],
      [(y) => ops.exp(y), Math.exp],
      [(y) => ops.sigmoid(y), curvature],
      [(y) => ops.slice(ops.softmax(pairs(y)), [0, 0], [5, 1]), curvature],
    ];
    for (const [f, second] of functions) {
      const actual = tf.grad((y: TfjsTensor) => tf.grad(f)(y))(toTfjs(x));
      const wanted = { ...x, data: Float64Array.from(x.data, second) };
      expect(errorOf(await toHost(actual), wanted, 1)).toBeLessThan(1e-5);
    }
  });
});
