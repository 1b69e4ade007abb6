import { createLayer, hostTensor, initWeights } from '@mosa-js/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createTfjsBackend } from '../src/index';
import { reference, tf } from './support/backends';
import { errorOf, largest } from './support/compare';
import { configs } from './support/heads';
import { random } from './support/random';

const config = configs['mosa with local']!;
const weights = initWeights(config, 3);
const x = random([1, 20, 12]);

describe.each(['cpu', 'wasm'])('tensors of tfjs on %s', (name) => {
  afterEach(() => tf.setBackend('cpu'));

  it('go through a layer and come out of it, and nothing is left', async () => {
    const backend = await createTfjsBackend({ lib: tf, backend: name });
    await tf.setBackend(name);
    const before = tf.memory().numTensors;
    const given = tf.tensor3d(x.data as Float32Array, [1, 20, 12]);
    const own = Object.fromEntries(
      Object.entries(weights).map(([key, { data, shape }]) => [key, tf.tensor(data as Float32Array, [...shape])]),
    );
    const wrapped = Object.fromEntries(Object.entries(own).map(([key, tensor]) => [key, backend.wrap(tensor)]));
    const layer = await createLayer(backend, config, wrapped);
    const input = backend.wrap(given);
    given.dispose(); // tfjs counts handles
    const { y, logits, indices } = await layer.run({ x: input }, { also: ['indices', 'logits'] });
    const result = backend.unwrap(y);
    expect(y.disposed).toBe(true);
    expect(result).toBeInstanceOf(tf.Tensor);

    const wanted = await (await createLayer(reference, config, weights)).run({ x });
    const right = await wanted.y.read();
    const actual = { ...right, data: (await tf.mul(result, 2).data()) as Float32Array };
    const doubled = { ...right, data: Float64Array.from(right.data, (value) => 2 * value) };
    expect(errorOf(actual, doubled, largest(doubled))).toBeLessThan(2e-5);

    await layer.dispose();
    for (const tensor of [input, logits, indices, ...Object.values(wrapped)]) tensor.dispose();
    for (const tensor of [result, ...Object.values(own)]) tensor.dispose();
    expect(tf.memory().numTensors - before).toBe(1); // tf.mul(result, 2)
    await backend.dispose();
  });

  it('count any number but 0 as true', async () => {
    const backend = await createTfjsBackend({ lib: tf, backend: name });
    await tf.setBackend(name);
    const bits = tf.tensor1d([0, 1, 2, 255], 'bool');
    const wrapped = backend.wrap(bits);
    expect([...(await wrapped.read()).data]).toEqual([0, 1, 1, 1]);
    await backend.dispose();
    bits.dispose();
  });

  it('are refused where they do not fit, by name', async () => {
    const backend = await createTfjsBackend({ lib: tf, backend: name });
    const other = name === 'cpu' ? 'wasm' : 'cpu';
    await tf.setBackend(other);
    const elsewhere = tf.tensor1d([1, 2]);
    expect(() => backend.wrap(elsewhere)).toThrow(
      `tfjs-${name} wrap: expected a tensor made while '${name}' is tfjs's backend, got one of another`,
    );
    expect(tf.engine().findBackend(other).refCount(elsewhere.dataId)).toBe(1); // it did not move
    elsewhere.dispose();
    await tf.setBackend(name);
    const gone = tf.tensor1d([1]);
    gone.dispose();
    expect(() => backend.wrap(gone)).toThrow('expected a tensor in use, got one after dispose()');
    expect(() => backend.wrap(tf.tensor1d(['a'], 'string'))).toThrow(
      'expected a tensor of float32, int32, bool, got string',
    );
    expect(() => backend.wrap([1, 2] as never)).toThrow('expected a tensor of this tfjs, got [1, 2]');
    const second = await createTfjsBackend({ lib: tf, backend: name });
    const foreign = await second.upload(hostTensor([1], [1]));
    expect(() => backend.unwrap(foreign)).toThrow('unwrap: expected a tensor of this');
    foreign.dispose();
    expect(() => second.unwrap(foreign)).toThrow('after dispose()');
    await second.dispose();
    await backend.dispose();
  });

  it('stay while a program uses them', async () => {
    const backend = await createTfjsBackend({ lib: tf, backend: name });
    const device = Object.fromEntries(
      await Promise.all(
        Object.entries(weights).map(async ([key, tensor]) => [key, await backend.upload(tensor)] as const),
      ),
    );
    const layer = await createLayer(backend, config, device);
    (await layer.run({ x })).y.dispose();
    const [first] = Object.values(device);
    expect(() => backend.unwrap(first!)).toThrow(
      'unwrap: expected a tensor that no program and no run uses, got one in use',
    );
    expect(first!.disposed).toBe(false);
    await backend.dispose();
  });
});
