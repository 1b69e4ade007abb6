import { createLayer, hostTensor, initWeights, MosaError, trace } from '@mosa-js/core';
import { type Adapter, createBackend } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';

const config = { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 4 } as const;
const x = hostTensor(new Float32Array(64).fill(0.5), [1, 8, 8]);

it('disposing the backend waits for what is under way and frees all that it made', async () => {
  const backend = createReferenceBackend();
  const layer = await createLayer(backend, config, initWeights(config, 1));
  const early = await layer.run({ x });
  const running = layer.run({ x });
  await Promise.resolve(); // the run is queued
  const disposing = backend.dispose();
  const outcome = await running.then(
    () => 'done',
    (error: MosaError) => error.code,
  );
  await disposing;
  expect(['done', 'disposed']).toContain(outcome);
  expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
  early.y.dispose(); // gone already: nothing to do, nothing to throw
  await layer.dispose();
  await expect(backend.upload(x)).rejects.toMatchObject({ code: 'disposed' });
  await expect(early.y.read()).rejects.toMatchObject({ code: 'disposed' });
});

it('compiles once for each input shape', async () => {
  const backend = createReferenceBackend();
  let compiled = 0;
  const counting = {
    ...backend,
    compile(...args: Parameters<typeof backend.compile>) {
      compiled += 1;
      return backend.compile(...args);
    },
  };
  const layer = await createLayer(counting, config, initWeights(config, 1));
  const short = hostTensor(x.data.slice(0, 32), [1, 4, 8]);
  for (const input of [x, short, x, x, short]) (await layer.run({ x: input })).y.dispose();
  expect(compiled).toBe(2);
});

it('an error in a kernel is told, and the next run is right', async () => {
  const backend = createReferenceBackend();
  const gather = trace((ops, { x, i }) => ({ y: ops.gather(x!, i!) }), {
    inputs: { x: { shape: [2], dtype: 'float32' }, i: { shape: [1], dtype: 'int32' } },
  });
  const program = await backend.compile(gather);
  const bad = program.run({ x: hostTensor([1, 2], [2]), i: hostTensor(new Float32Array(1), [1]) });
  await expect(bad).rejects.toBeInstanceOf(MosaError);
  const { y } = await program.run({ x: hostTensor([1, 2], [2]), i: hostTensor([1], [1], 'int32') });
  expect([...(await y!.read()).data]).toEqual([2]);
});

it('gives what is asked for, and nothing else to dispose of', async () => {
  const backend = createReferenceBackend();
  const config = { kind: 'mosa', dModel: 4, dHead: 2, heads: 2, sparsity: 2 } as const;
  const layer = await createLayer(backend, config, initWeights(config, 1));
  const x = hostTensor(new Float32Array(24).fill(1), [1, 6, 4]);
  const before = backend.memory().tensors;
  const { y, ...nothing } = await layer.run({ x });
  expect(nothing).toEqual({});
  y.dispose();
  expect(backend.memory().tensors).toBe(before);
  const all = await layer.run({ x }, { also: ['indices', 'logits'] });
  expect(Object.keys(all).sort()).toEqual(['indices', 'logits', 'y']);
  expect([all.indices.shape, all.logits.shape]).toEqual([
    [2, 1, 3],
    [2, 1, 6],
  ]);
  const dense = { kind: 'dense', dModel: 4, dHead: 2, heads: 2 } as const;
  const other = await createLayer(backend, dense, initWeights(dense, 1));
  await expect(other.run({ x }, { also: ['indices'] })).rejects.toThrow(
    'layer run also: expected nothing, since dense heads choose nothing, got "indices"',
  );
  await expect(layer.run({ x }, { also: ['y' as 'logits'] })).rejects.toThrow(
    'expected a list of logits, indices, got "y"',
  );
  await expect(layer.run({ x }, { als: [] } as object)).rejects.toThrow(
    'layer run options: expected only the fields also',
  );
  await expect(layer.run({ x: new Float32Array(24) as never })).rejects.toThrow(
    'input x: expected a host tensor, as hostTensor(data, shape, dtype) makes it, or backend.wrap(tensor) of one of a library, got Float32Array(24)',
  );
  await backend.dispose();
});

it('an adapter that does not say what it is is refused, by the new name of an old field', () => {
  const old = { name: 'old', device: 'cpu', library: 'mine 1.0' } as unknown as Adapter<number>;
  expect(() => createBackend(old)).toThrow('adapter label: expected a text, got its old name, library');
  expect(() => createBackend({} as Adapter<number>)).toThrow('adapter name: expected a text, got undefined');
});
