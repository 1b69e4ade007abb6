import { hostTensor, trace } from '@mosa-js/core';
import { createBackend } from '@mosa-js/core/adapter';
import { createReferenceBackend, type RefTensor } from '@mosa-js/reference';
import { expect, it } from 'vitest';

it('takes tensors in and hands them out without a copy', async () => {
  const backend = createReferenceBackend();
  const own: RefTensor = { shape: [2], dtype: 'float32', data: Float64Array.of(1 / 3, 2) };
  const x = backend.wrap(own);
  const program = await backend.compile(trace((ops, { x }) => ({ y: ops.neg(x!) }), { inputs: { x: own } }));
  const { y } = await program.run({ x });
  const result = backend.unwrap(y!);
  expect([...result.data]).toEqual([-1 / 3, -2]); // all 53 bits
  expect(() => backend.unwrap(y!)).toThrow('unwrap: expected a tensor in use');
  await expect(y!.read()).rejects.toThrow('after dispose()');
  expect(backend.unwrap(x).data).toBe(own.data);
  await program.dispose();
  expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
  for (const bad of [undefined, hostTensor([1], [1]), { ...own, shape: [3] }])
    expect(() => backend.wrap(bad as RefTensor)).toThrow('wrap: expected a tensor of the reference backend');
  await backend.dispose();
});

it('says so where an adapter has no tensors of its own', () => {
  const backend = createBackend({
    name: 'plain',
    device: 'cpu',
    label: 'test',
    upload: () => 0,
    read: () => new Float32Array(),
    free: () => {},
    load: () => ({ run: async () => ({}), dispose: () => {} }),
    memory: () => ({ tensors: 0, bytes: 0 }),
  });
  expect(() => backend.wrap(0)).toThrow('plain wrap: expected an adapter with tensors of its own, got one without');
});
