import { attentionLayer, type HostTensor, type TensorOps, weightShapes } from '@mosa-js/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { eagerOps, type TfjsTensor } from '../src/index';
import { evaluate, reference, tf, tfjsNames } from './support/backends';
import { configs } from './support/heads';
import { given, random } from './support/random';
import { toHost, toTfjs } from './support/tensors';

type Build = <T>(ops: TensorOps<T>, inputs: readonly T[]) => T;

/** Σ y · dy in float64, y by the reference backend. */
async function loss(build: Build, inputs: readonly HostTensor[], dy: HostTensor): Promise<number> {
  const named = Object.fromEntries(inputs.map((input, i) => [`${i}`, input]));
  const { y } = await evaluate(reference, named, (ops, values) => ({
    y: build(
      ops,
      inputs.map((_, i) => values[`${i}`]!),
    ),
  }));
  return Float64Array.from(y!.data).reduce((sum, value, i) => sum + value * dy.data[i]!, 0);
}

/** Compares the gradients of `build` on tfjs with the reference's slope along a random direction of each operand. */
async function checkGradients(build: Build, inputs: readonly HostTensor[], differentiable = inputs.map((_, i) => i)) {
  const ops = eagerOps(tf);
  const tensors = inputs.map(toTfjs);
  const shape = tf.tidy(() => build(ops, tensors).shape);
  const dy = random(shape);
  const at = (xs: readonly TfjsTensor[]) => tensors.map((tensor, i) => xs[differentiable.indexOf(i)] ?? tensor);
  const gradients = tf.grads((...xs: TfjsTensor[]) => build(ops, at(xs)))(
    differentiable.map((i) => tensors[i]!),
    toTfjs(dy),
  );
  for (const [slot, i] of differentiable.entries()) {
    const input = inputs[i]!;
    const direction = random(input.shape, 'float32', -1, 1);
    const step = 1e-5;
    const moved = (by: number) => {
      const data = Float64Array.from(input.data, (value, at) => value + by * direction.data[at]!);
      return loss(
        build,
        inputs.map((other, j) => (j === i ? { ...input, data } : other)),
        dy,
      );
    };
    const slope = ((await moved(step)) - (await moved(-step))) / (2 * step);
    const gradient = await toHost(gradients[slot]!);
    expect(gradient.shape).toEqual(input.shape);
    const along = Float64Array.from(gradient.data, (value, at) => value * direction.data[at]!);
    const total = along.reduce((a, b) => a + b, 0);
    const scale = along.reduce((a, b) => a + Math.abs(b), 1e-3);
    expect(Math.abs(total - slope) / scale, `operand ${i}`).toBeLessThan(1e-4);
  }
}

describe.each(tfjsNames)("gradients on the user's tape, on tfjs-%s", (name) => {
  beforeAll(async () => {
    await tf.setBackend(name);
  });

  it('where, with no gradient from a branch not taken, not even of NaN', async () => {
    const condition = random([3, 4], 'bool');
    await checkGradients((ops, [c, a, b]) => ops.where(c!, a!, b!), [condition, random([4]), random([3, 1])], [1, 2]);
    const ops = eagerOps(tf);
    const pick = (x: TfjsTensor) =>
      ops.where(toTfjs({ ...given([2], 0, 1), dtype: 'bool', data: Uint8Array.of(0, 1) }), x, toTfjs(given([], 0)));
    const gradient = tf.grad(pick)(toTfjs(given([2], Number.NaN, 2)));
    expect([...(await gradient.data())]).toEqual([0, 1]);
  });

  it('a mask made from an operand carries none', async () => {
    const ops = eagerOps(tf);
    const positivePart = (x: TfjsTensor) => ops.mul(x, ops.cast(ops.greater(x, tf.scalar(0)), 'float32'));
    expect([
      ...(await tf
        .grad(positivePart)(toTfjs(given([3], -1, 2, 3)))
        .data()),
    ]).toEqual([0, 1, 1]);
  });

  it('second order', async () => {
    const ops = eagerOps(tf);
    const second = tf.grad((x: TfjsTensor) => tf.grad((y: TfjsTensor) => ops.exp(y))(x))(toTfjs(given([2], 0, 1)));
    expect((await second.data())[1]).toBeCloseTo(Math.E, 5);
  });

  it('refuses a gradient through topK by name', () => {
    const ops = eagerOps(tf);
    expect(() => tf.grad((x: TfjsTensor) => ops.topKValues(x, 2))(toTfjs(random([4])))).toThrow(/gradient of topK/);
  });

  it.each(Object.entries(configs))('of a layer: %s', async (_name, config) => {
    const weights = Object.entries(weightShapes(config)).filter(([weight]) => !weight.endsWith('centres'));
    const centres = Object.entries(weightShapes(config)).filter(([weight]) => weight.endsWith('centres'));
    const all = [...weights, ...centres];
    const mask: HostTensor = {
      shape: [2, 10],
      dtype: 'bool',
      data: Uint8Array.from({ length: 20 }, (_, i) => (i === 5 || i > 16 ? 0 : 1)),
    };
    const build: Build = (ops, [x, masked, ...rest]) =>
      attentionLayer(ops, x!, Object.fromEntries(all.map(([weight], i) => [weight, rest[i]!])), config, {
        mask: masked,
      }).y;
    const values = all.map(([, shape]) => random(shape, 'float32', -0.6, 0.6));
    const differentiable = [0, ...weights.map((_, i) => i + 2)];
    await checkGradients(build, [random([2, 10, 12], 'float32', -1, 1), mask, ...values], differentiable);
  });
});
