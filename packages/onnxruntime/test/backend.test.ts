import { availableParallelism } from 'node:os';
import {
  type Backend,
  createLayer,
  type DeviceTensor,
  hostTensor,
  initWeights,
  type TensorType,
  trace,
} from '@mosa-js/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { createOnnxRuntimeBackend, type OnnxRuntimeLibrary } from '../src';
import { floats, ints, open, random, reference, targets, type Watch } from './support';

const vector: TensorType = { shape: [3], dtype: 'float32' };
const doubled = trace((ops, { x }, { w }) => ({ y: ops.mul(x!, w!), twice: ops.add(x!, x!) }), {
  inputs: { x: vector },
  weights: { w: vector },
});
const w = floats([1, 2, 3]);
const x = floats([4, 5, 6]);
const config = { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 2 } as const;
const code = (expected: string) => expect.objectContaining({ name: 'MosaError', code: expected });

async function take(outputs: Record<string, DeviceTensor>): Promise<Record<string, number[]>> {
  const read: Record<string, number[]> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    read[name] = [...(await tensor.read()).data];
    tensor.dispose();
  }
  return read;
}

describe.each(targets)('$title', (target) => {
  let backend: Backend;
  let watch: Watch;
  beforeEach(async () => {
    ({ backend, watch } = await open(target));
    return () => backend.dispose();
  });

  it('says what it is', async () => {
    const [library] = target.title.split(' ');
    expect(backend).toMatchObject({
      name: target.title.replace(' ', '-'),
      device: target.executionProvider,
      label: `${library} ${target.lib.env.versions.common}`,
      capabilities: { fused: ['selectIndices', 'rotary'], precision: 'float32' },
    });
    const named = await open(target, { name: 'mine', label: 'my build' });
    expect(named.backend).toMatchObject({ name: 'mine', label: 'my build' });
    await named.backend.dispose();
  });

  it('makes one session a program and one session.run a run, and feeds inputs only', async () => {
    const program = await backend.compile(doubled, { weights: { w } });
    expect(watch).toMatchObject({ sessions: 1, runs: 0 });
    for (let run = 1; run <= 3; run++) {
      expect(await take(await program.run({ x }))).toEqual({ y: [4, 10, 18], twice: [8, 10, 12] });
      expect(watch).toMatchObject({ sessions: 1, runs: run, released: 0, fed: ['x'] });
    }
    await program.dispose();
    expect(watch.released).toBe(1);

    const layer = await createLayer(backend, config, initWeights(config, 1));
    const wide = random([1, 6, 8], 2);
    for (let run = 0; run < 2; run++) await take({ ...(await layer.run({ x: wide })) });
    await take({ ...(await layer.run({ x: random([2, 5, 8], 3) })) });
    expect(watch).toMatchObject({ sessions: 3, runs: 6 });
    await layer.dispose();
    expect(watch.released).toBe(3);
  });

  it('frees what it holds', async () => {
    expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
    const weight = await backend.upload(w);
    expect(backend.memory()).toEqual({ tensors: 1, bytes: 12 });
    const program = await backend.compile(doubled, { weights: { w: weight } });
    const loaded = backend.memory();
    expect(loaded.tensors).toBe(2);
    expect(loaded.bytes).toBeGreaterThan(24);
    const held = await program.run({ x });
    expect(backend.memory()).toEqual({ tensors: 4, bytes: loaded.bytes + 24 });
    await take(held);
    expect(backend.memory()).toEqual(loaded);
    await program.dispose();
    expect(backend.memory()).toEqual({ tensors: 1, bytes: 12 });
    weight.dispose();

    for (const mask of [undefined, hostTensor(new Uint8Array(12).fill(1), [2, 6], 'bool')]) {
      const layer = await createLayer(backend, config, initWeights(config, 1));
      const inputs = mask ? { x: random([2, 6, 8], 4), mask } : { x: random([2, 6, 8], 4) };
      await take({ ...(await layer.run(inputs)) });
      await layer.dispose();
      expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
    }
  });

  it('copies large weights into each session only where sessions cannot share them', async () => {
    const wide: TensorType = { shape: [64, 64], dtype: 'float32' };
    const weights = { w: random([64, 64], 1) };
    const bytes = 4 * 64 * 64;
    const given = await backend.upload(weights.w);
    const programs = [];
    for (const rows of [1, 2, 3]) {
      const graph = trace((ops, { x }, { w }) => ({ y: ops.matMul(x!, w!) }), {
        inputs: { x: { shape: [rows, 64], dtype: 'float32' } },
        weights: { w: wide },
      });
      programs.push(await backend.compile(graph, { weights: { w: given } }));
    }
    const used = backend.memory().bytes - bytes;
    if (target.executionProvider === 'cpu') expect(used).toBeLessThan(bytes);
    else expect(used).toBeGreaterThan(3 * bytes);
    given.dispose(); // the programs hold it
    for (const [i, program] of programs.entries()) {
      const x = random([i + 1, 64], 5);
      const { y } = await take(await program.run({ x }));
      const one = await reference.compile(program.graph, { weights });
      const expected = await (await one.run({ x })).y!.read();
      for (const [at, value] of y!.entries()) expect(Math.abs(value - expected.data[at]!)).toBeLessThan(1e-4);
      await program.dispose();
    }
    expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
  });

  it('disposed while it compiles, releases the session all the same', async () => {
    const { backend: brief, watch: seen } = await open(target);
    const compiling = brief.compile(doubled, { weights: { w } });
    for (let turn = 0; turn < 5; turn++) await Promise.resolve(); // its turn has come, its session has not
    await brief.dispose();
    await compiling;
    expect(brief.memory()).toEqual({ tensors: 0, bytes: 0 });
    expect(seen.released).toBe(seen.sessions);
  });

  it('keeps nothing of a program that fails, and says what the library said', async () => {
    const quiet = await open(target, { sessionOptions: { logSeverityLevel: 4 } });
    const graph = trace((ops, { i }, { w }) => ({ y: ops.gather(w!, i!) }), {
      inputs: { i: { shape: [2], dtype: 'int32' } },
      weights: { w: vector },
    });
    const program = await quiet.backend.compile(graph, { weights: { w } });
    const before = quiet.backend.memory();
    const failure = program.run({ i: ints([1, 1000]) });
    await expect(failure).rejects.toThrowError(code('backend'));
    await expect(failure).rejects.toThrowError(/index|bounds|range/i);
    expect(quiet.backend.memory()).toEqual(before);
    expect(await take(await program.run({ i: ints([1, 2]) }))).toEqual({ y: [2, 3] }); // state unharmed
    await quiet.backend.dispose();

    let broken = false;
    const { create } = target.lib.InferenceSession;
    const lib = {
      Tensor: target.lib.Tensor,
      env: target.lib.env,
      InferenceSession: {
        create: (model: Uint8Array, options: object) =>
          create.call(target.lib.InferenceSession, broken ? model.slice(0, 40) : model, options),
      },
    } as unknown as OnnxRuntimeLibrary;
    const torn = await createOnnxRuntimeBackend({ lib, executionProvider: target.executionProvider });
    broken = true;
    await expect(torn.compile(doubled, { weights: { w } })).rejects.toThrowError(code('backend'));
    expect(torn.memory()).toEqual({ tensors: 0, bytes: 0 });
    await torn.dispose();
  });

  it.each([
    ['default threads', {}],
    ['four threads', { intraOpNumThreads: 4 }],
  ])('adds equal indices exactly and in the same order each time, %s', async (_title, sessionOptions) => {
    const [M, D, rows] = [20000, 8, 16];
    const indices = ints(Array.from({ length: M }, (_, i) => (i * 7919 + (i >> 3)) % rows));
    const whole = random([M, D], 7, 'int32');
    const parts = random([M, D], 8);
    const graph = trace(
      (ops, { i, a, b }) => ({ whole: ops.scatterAdd(i!, a!, rows), parts: ops.scatterAdd(i!, b!, rows) }),
      { inputs: { i: indices, a: whole, b: parts } },
    );
    const inputs = { i: indices, a: whole, b: parts };
    const exact = await take(await (await reference.compile(graph)).run(inputs));
    const threaded = await open(target, { sessionOptions });
    const program = await threaded.backend.compile(graph);
    const first = await take(await program.run(inputs));
    expect(first.whole).toEqual(exact.whole);
    const largest = Math.max(...exact.parts!.map(Math.abs));
    first.parts!.forEach((value, i) => {
      expect(Math.abs(value - exact.parts![i]!) / largest).toBeLessThan(1e-5);
    });
    for (let run = 0; run < 20; run++) expect(await take(await program.run(inputs))).toEqual(first);
    await threaded.backend.dispose();
  });

  it('takes as many threads as it is told, up to the cores that there are', async () => {
    const asked: (number | undefined)[] = [];
    const env = { ...target.lib.env, wasm: { ...target.lib.env.wasm } };
    const create = (model: Uint8Array, options: { intraOpNumThreads?: number }) => {
      asked.push(options.intraOpNumThreads);
      return target.lib.InferenceSession.create(model, options);
    };
    const lib = { Tensor: target.lib.Tensor, env, InferenceSession: { create } } as unknown as OnnxRuntimeLibrary;
    const { executionProvider } = target;
    await (await createOnnxRuntimeBackend({ lib, executionProvider, threads: 1 })).dispose();
    const isWeb = executionProvider === 'wasm';
    expect([...new Set(asked)]).toEqual([isWeb ? undefined : 1]);
    if (isWeb) expect(env.wasm.numThreads).toBe(1);
    for (const threads of [0, -1, 1.5, availableParallelism() + 1, '1' as never]) {
      await expect(createOnnxRuntimeBackend({ lib, executionProvider, threads })).rejects.toThrowError(
        expect.objectContaining({
          code: 'config',
          message: expect.stringMatching(
            /threads: expected a whole number from 1 to \d+, the cores of this machine, got/,
          ),
        }),
      );
    }
  });

  it('gives outputs that outlive each other, the inputs and the program', async () => {
    const graph = trace((_ops, { x }, { w }) => ({ x: x!, again: x!, w: w! }), {
      inputs: { x: vector },
      weights: { w: vector },
    });
    const input = await backend.upload(x);
    const program = await backend.compile(graph, { weights: { w } });
    const outputs = await program.run({ x: input });
    outputs.x!.dispose();
    expect([...(await outputs.again!.read()).data]).toEqual([4, 5, 6]);
    outputs.again!.dispose();
    expect([...(await input.read()).data]).toEqual([4, 5, 6]);
    input.dispose();
    await program.dispose();
    expect([...(await outputs.w!.read()).data]).toEqual([1, 2, 3]);
    outputs.w!.dispose();
    expect(backend.memory().tensors).toBe(0);
  });

  it('runs graphs without inputs, with unread inputs, and with device tensors of another program', async () => {
    const still = trace((ops) => ({ y: ops.neg(ops.constant(Float32Array.of(1, 2), [2], 'float32')) }), { inputs: {} });
    expect(await take(await (await backend.compile(still)).run({}))).toEqual({ y: [-1, -2] });
    const one = trace((ops, { a }) => ({ y: ops.neg(a!) }), { inputs: { a: vector, unread: vector } });
    const program = await backend.compile(one);
    const { y } = await program.run({ a: x, unread: w });
    const { y: back } = await program.run({ a: y!, unread: y! });
    expect([...(await back!.read()).data]).toEqual([4, 5, 6]);
  });

  it('refuses use after dispose, and releases every session with the backend', async () => {
    const tensor = await backend.upload(x);
    const gone = await backend.upload(x);
    gone.dispose();
    await expect(gone.read()).rejects.toThrowError(code('disposed'));
    const program = await backend.compile(doubled, { weights: { w } });
    await expect(program.run({ x: gone })).rejects.toThrowError(code('disposed'));
    const closed = await backend.compile(doubled, { weights: { w } });
    await closed.dispose();
    await closed.dispose();
    await expect(closed.run({ x })).rejects.toThrowError(code('disposed'));
    const layer = await createLayer(backend, config, initWeights(config, 1));
    await layer.run({ x: random([1, 6, 8], 2) });
    const underway = [program.run({ x }), program.run({ x })].map((run) =>
      run.then(
        () => 'done',
        (error) => error.code,
      ),
    );
    await backend.dispose();
    await backend.dispose();
    for (const end of await Promise.all(underway)) expect(['done', 'disposed']).toContain(end);
    expect(watch.released).toBe(watch.sessions);
    await expect(program.run({ x })).rejects.toThrowError(code('disposed'));
    await expect(tensor.read()).rejects.toThrowError(code('disposed'));
    await expect(backend.upload(x)).rejects.toThrowError(code('disposed'));
    await expect(backend.compile(doubled, { weights: { w } })).rejects.toThrowError(code('disposed'));
    tensor.dispose();
    expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
    await program.dispose();
    await layer.dispose();
  });

  it('releases a session that was being made when the backend went', async () => {
    const compiling = [backend.compile(doubled, { weights: { w } }), backend.compile(doubled, { weights: { w } })];
    const ends = compiling.map((each) =>
      each.then(
        () => 'made',
        (error) => error.code,
      ),
    );
    await backend.dispose();
    for (const end of await Promise.all(ends)) expect(['made', 'disposed']).toContain(end);
    expect(watch.released).toBe(watch.sessions);
    expect(backend.memory()).toEqual({ tensors: 0, bytes: 0 });
  });

  it('names a provider that is missing and how to get it', async () => {
    const attempt = (executionProvider: string) => createOnnxRuntimeBackend({ lib: target.lib, executionProvider });
    await expect(attempt('nothing-like-it')).rejects.toThrowError(code('unavailable'));
    await expect(attempt('nothing-like-it')).rejects.toThrowError(/nothing-like-it in onnxruntime-.* needs a build/);
    const foreign = target.executionProvider === 'cpu' ? 'wasm' : 'coreml';
    await expect(attempt(foreign)).rejects.toThrowError(/it is part of onnxruntime/);
    const call = (lib: unknown) =>
      createOnnxRuntimeBackend({ lib: lib as OnnxRuntimeLibrary, executionProvider: 'cpu' });
    for (const lib of [undefined, null, {}, 'onnxruntime-node']) {
      await expect(call(lib)).rejects.toThrowError(code('unavailable'));
    }
  });
});
