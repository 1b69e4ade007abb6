import { createLayer, initWeights } from '@mosa-js/core';
import { describe, expect, it } from 'vitest';
import { open, random, reference, targets } from './support';

const config = { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 2 } as const;
const weights = initWeights(config, 1);
const x = random([2, 6, 8], 2);

describe.each(targets)('tensors of $title', (target) => {
  const { Tensor } = target.lib;

  it('go through a layer and come out of it as they are', async () => {
    const { backend } = await open(target);
    const data = Float32Array.from(x.data);
    const given = new Tensor('float32', data, [2, 6, 8]);
    const layer = await createLayer(backend, config, weights);
    const input = backend.wrap(given);
    const { y, logits, indices } = await layer.run({ x: input }, { also: ['logits', 'indices'] });
    const result = backend.unwrap(y);
    expect(result).toBeInstanceOf(Tensor);
    expect([result.dims, result.type]).toEqual([[2, 6, 8], 'float32']);
    const wanted = await (await createLayer(reference, config, weights)).run({ x });
    const right = (await wanted.y.read()).data;
    for (const [at, value] of (result.data as Float32Array).entries())
      expect(Math.abs(value - right[at]!)).toBeLessThan(1e-5);

    expect(backend.unwrap(input)).toBe(given); // never copied
    for (const tensor of [logits, indices]) tensor.dispose();
    await layer.dispose();
    expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
    await backend.dispose();
    expect(given.data).toBe(data); // its owner's to dispose of
    expect((result.data as Float32Array).length).toBe(96);
  });

  it('count any number but 0 as true', async () => {
    const { backend } = await open(target);
    const bits = backend.wrap(new Tensor('bool', Uint8Array.of(0, 1, 2, 255), [4]));
    expect([...(await bits.read()).data]).toEqual([0, 1, 1, 1]);
    await backend.dispose();
  });

  it('are refused where they do not fit, by name', async () => {
    const { backend } = await open(target);
    const name = backend.name;
    const gone = new Tensor('float32', Float32Array.of(1), [1]);
    gone.dispose();
    expect(() => backend.wrap(gone)).toThrow(`${name} wrap: expected a tensor in use, got one after dispose()`);
    expect(() => backend.wrap(new Tensor('int64', BigInt64Array.of(1n), [1]))).toThrow(
      `${name} wrap: expected a tensor of float32, int32, bool, got int64`,
    );
    expect(() => backend.wrap({ data: [1] } as never)).toThrow('expected a Tensor of this `lib`');
    await backend.dispose();
    expect(() => backend.wrap(gone)).toThrow('after dispose()');
  });
});
