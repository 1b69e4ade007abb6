import { setTimeout as after } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type Backend,
  createLayer,
  type HostTensor,
  hostTensor,
  initWeights,
  type MosaConfig,
  trace,
} from '@mosa-js/core';
import { type Adapter, createBackend, loadKernels } from '@mosa-js/core/adapter';
import { createTrainer, type TrainableModel } from '@mosa-js/core/training';
import { createReferenceBackend, fromHost, type RefTensor, referenceKernels } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';

const config: MosaConfig = { kind: 'mosa', dModel: 4, dHead: 4, heads: 1, k: 2 };
const x = hostTensor([1, 2, 3], [3]);
const tokens = (length: number) => hostTensor(new Float32Array(length * 4).fill(0.5), [1, length, 4]);
const model: TrainableModel = {
  parameters: { w: [3] },
  inputs: { x: { shape: [3], dtype: 'float32' } },
  loss: (ops, inputs, { w }) => ({ loss: ops.sum(ops.mul(inputs.x!, w!), [0]) }),
};
const sum = trace((ops, inputs, { w }) => ({ y: ops.add(inputs.x!, w!) }), { inputs: { x }, weights: { w: x } });

/** A library that takes its time and fails where it is told to; it counts what it holds. */
function slowBackend(fails: { compile?: boolean; free?: boolean; dispose?: boolean } = {}) {
  const live = new Set<RefTensor>();
  const counts = { programs: 0, disposed: 0 };
  const keep = (tensor: RefTensor): RefTensor => {
    live.add(tensor);
    return tensor;
  };
  const free = (tensor: RefTensor): void => {
    live.delete(tensor);
    if (fails.free) throw new Error('cannot be freed');
  };
  const adapter: Adapter<RefTensor> = {
    name: 'slow',
    device: 'cpu',
    label: 'none',
    async upload(data, type) {
      await after(5);
      return keep(fromHost(data, type));
    },
    async read(tensor) {
      await after(20);
      if (!live.has(tensor)) throw new Error('read after it was freed');
      return tensor.data.slice();
    },
    free,
    async load(graph, weights) {
      await after(5);
      if (fails.compile) throw new Error('no program today');
      counts.programs += 1;
      const made = loadKernels(graph, weights, {
        kernels: referenceKernels,
        free: (tensor) => void live.delete(tensor),
        alias: (tensor) => keep({ ...tensor }),
      });
      return {
        async run(inputs) {
          await after(5);
          for (const tensor of [...Object.values(inputs), ...Object.values(weights)]) {
            if (!live.has(tensor)) throw new Error('run with what was freed');
          }
          return made.run(inputs);
        },
        dispose() {
          counts.programs -= 1;
          made.dispose();
          if (fails.dispose) throw new Error('cannot be disposed');
        },
      };
    },
    memory: () => ({ tensors: live.size, bytes: 0 }),
    dispose() {
      counts.disposed += 1;
    },
  };
  return { backend: createBackend(adapter), counts, live };
}

const elementsOf = async (tensor: { read(): Promise<HostTensor> } | undefined) => [...(await tensor!.read()).data];

describe('a tensor that was disposed', () => {
  it('is held by the programs that have it as a weight, until they go', async () => {
    const { backend, live } = slowBackend();
    const w = await backend.upload(x);
    const program = await backend.compile(sum, { weights: { w } });
    w.dispose();
    const { y } = await program.run({ x });
    expect(await elementsOf(y)).toEqual([2, 4, 6]);
    y!.dispose();
    expect(live.size).toBe(1);
    await program.dispose();
    expect(live.size).toBe(0);
  });

  it('is held by the runs and reads that were asked for before', async () => {
    const { backend, live } = slowBackend();
    const program = await backend.compile(sum, { weights: { w: x } });
    const given = await backend.upload(x);
    const runs = [program.run({ x: given }), program.run({ x: given })];
    const reading = elementsOf(given);
    given.dispose();
    expect(await reading).toEqual([1, 2, 3]);
    for (const run of runs) {
      const { y } = await run;
      expect(await elementsOf(y)).toEqual([2, 4, 6]);
      y!.dispose();
    }
    await program.dispose();
    expect(live.size).toBe(0);
  });
});

describe('dispose of a backend', () => {
  it('waits for uploads and reads that are under way', async () => {
    const { backend, live, counts } = slowBackend();
    const early = await backend.upload(x);
    const [uploading, reading] = [backend.upload(x), elementsOf(early)];
    await backend.dispose();
    expect(await reading).toEqual([1, 2, 3]);
    await uploading;
    expect([live.size, counts.disposed]).toEqual([0, 1]);
  });

  it('frees the rest and the device where something fails, and tells the first error', async () => {
    const { backend, live, counts } = slowBackend({ free: true, dispose: true });
    await backend.upload(x);
    await backend.compile(sum, { weights: { w: x } });
    await expect(backend.dispose()).rejects.toThrow('cannot be disposed');
    expect([live.size, counts.disposed, counts.programs]).toEqual([0, 1, 0]);
  });
});

describe('a layer', () => {
  it('that is disposed while a program fails to compile frees its weights', async () => {
    const fails = { compile: false };
    const { backend, live } = slowBackend(fails);
    const layer = await createLayer(backend, config, initWeights(config, 1));
    fails.compile = true;
    const failing = expect(layer.run({ x: tokens(4) })).rejects.toThrow('no program today');
    await layer.dispose();
    await failing;
    expect(live.size).toBe(0);
  });

  it('keeps as many programs as it is told, those used last', async () => {
    const { backend, counts, live } = slowBackend();
    const layer = await createLayer(backend, config, initWeights(config, 1), { mostPrograms: 2 });
    const run = async (length: number) => {
      for (const tensor of Object.values(await layer.run({ x: tokens(length) }))) tensor.dispose();
    };
    for (const length of [3, 4, 3, 5, 3]) await run(length);
    expect(counts.programs).toBe(2);
    await Promise.all([3, 4, 5, 6, 7, 8].map(run));
    expect(counts.programs).toBe(2);
    await layer.dispose();
    expect([counts.programs, live.size]).toEqual([0, 0]);
    for (const mostPrograms of [0, 1.5, Number.NaN]) {
      const refused = createLayer(backend, config, initWeights(config, 1), { mostPrograms });
      await expect(refused).rejects.toMatchObject({ code: 'config', where: 'layer mostPrograms' });
    }
    expect(live.size).toBe(0);
  });

  it('refuses inputs that it does not know', async () => {
    const backend: Backend = createReferenceBackend();
    const layer = await createLayer(backend, config, initWeights(config, 1));
    const inputs = { x: tokens(4), msk: tokens(4) };
    await expect(layer.run(inputs)).rejects.toThrow('inputs: expected x, mask, got ["msk"]');
    await expect((layer.run as () => Promise<unknown>)()).rejects.toMatchObject({ code: 'input' });
    await backend.dispose();
  });
});

it('a trainer whose evaluation does not compile can be asked again, and disposed', async () => {
  const fails = { compile: false };
  const { backend, live } = slowBackend(fails);
  const state = { step: 0, parameters: { w: x } };
  const trainer = await createTrainer(backend, model, { optimizer: { learningRate: 0 }, state });
  fails.compile = true;
  await expect(trainer.evaluate({ x })).rejects.toThrow('no program today');
  fails.compile = false;
  expect((await trainer.evaluate({ x })).loss).toBe(14);
  fails.compile = true;
  await trainer.dispose();
  expect(live.size).toBe(0);
});

it('a trainer does not keep the state that it was given', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const backend = createReferenceBackend();
  const start = async () => {
    const w = hostTensor([1, 2, 3], [3]);
    const state = { step: 0, parameters: { w } };
    return {
      given: new WeakRef(w),
      trainer: await createTrainer(backend, model, { optimizer: { learningRate: 0 }, state }),
    };
  };
  const { given, trainer } = await start();
  await after(0); // what a task has made a WeakRef of lives as long as the task
  collect();
  expect(given.deref()).toBeUndefined();
  expect((await trainer.evaluate({ x })).loss).toBe(14);
  await backend.dispose();
});
