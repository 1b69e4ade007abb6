import {
  attentionLayer,
  graphMemory,
  type HostTensor,
  hostTensor,
  initWeights,
  trace,
  weightShapes,
} from '@mosa-js/core';
import {
  createTrainer,
  gradient,
  learningRateAt,
  type OptimizerConfig,
  randomUniform,
  stepGraph,
  type TrainableModel,
  type TrainerOptions,
  type TrainingState,
} from '@mosa-js/core/training';
import { createReferenceBackend, referenceKernels } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';

/** y = A x + c towards a target, by mean square; and a buffer that counts steps. */
const linear: TrainableModel = {
  parameters: { bias: [3], 'matrix.weight': [3, 4] },
  buffers: { count: [1] },
  inputs: { x: { shape: [5, 4], dtype: 'float32' }, target: { shape: [5, 3], dtype: 'float32' } },
  loss(ops, { x, target }, parameters, training) {
    const y = ops.add(ops.matMul(x!, parameters['matrix.weight']!, false, true), parameters.bias!);
    const error = ops.sub(y, target!);
    const one = ops.constant(Float32Array.of(1), [1], 'float32');
    return {
      loss: ops.sum(ops.mul(error, error), [0, 1]),
      outputs: { y },
      buffers: training ? { count: ops.add(parameters.count!, one) } : undefined,
    };
  },
};

const optimizer: OptimizerConfig = { learningRate: 0.05, clip: 2, weightDecay: 0.1, warmupSteps: 3, beta2: 0.99 };
const batch = (seed: number) => ({ x: randomUniform([5, 4], 1, seed), target: randomUniform([5, 3], 1, seed + 100) });
const start = (): TrainingState => ({
  step: 0,
  parameters: { 'matrix.weight': randomUniform([3, 4], 1, 1), bias: randomUniform([3], 1, 2) },
  buffers: { count: hostTensor([0], [1]) },
});
const trainer = (options: Partial<TrainerOptions> = {}) =>
  createTrainer(createReferenceBackend(), linear, { optimizer, state: start(), ...options });

/** Steps of AdamW by hand, as PyTorch's documentation writes it, with gradients from the formula of the model. */
function byHand(steps: number): { losses: number[]; matrix: number[]; bias: number[] } {
  const { parameters } = start();
  const [matrix, bias] = ['matrix.weight', 'bias'].map((name) => Array.from(parameters[name]!.data)) as [
    number[],
    number[],
  ];
  const all = [...matrix, ...bias];
  const [first, second] = [all.map(() => 0), all.map(() => 0)];
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const { x, target } = batch(step);
    const slope = all.map(() => 0);
    let loss = 0;
    for (let n = 0; n < 5; n++) {
      for (let i = 0; i < 3; i++) {
        let y = all[12 + i]!;
        for (let j = 0; j < 4; j++) y += all[i * 4 + j]! * x.data[n * 4 + j]!;
        const error = y - target.data[n * 3 + i]!;
        loss += error ** 2;
        slope[12 + i]! += 2 * error;
        for (let j = 0; j < 4; j++) slope[i * 4 + j]! += 2 * error * x.data[n * 4 + j]!;
      }
    }
    losses.push(loss);
    const norm = Math.hypot(...slope);
    const rate = Math.fround(learningRateAt(optimizer, step));
    const [c1, c2] = [0.9, 0.99].map((beta) => Math.fround(1 / (1 - beta ** step))) as [number, number];
    all.forEach((value, i) => {
      const g = slope[i]! * Math.min(1, 2 / norm);
      first[i] = 0.9 * first[i]! + 0.1 * g;
      second[i] = 0.99 * second[i]! + 0.01 * g * g;
      const decayed = i < 12 ? value * (1 - rate * 0.1) : value;
      all[i] = decayed - (rate * c1 * first[i]!) / (Math.sqrt(second[i]! * c2) + 1e-8);
    });
  }
  return { losses, matrix: all.slice(0, 12), bias: all.slice(12) };
}

describe('training', () => {
  it('is AdamW with clipping, warm-up and decay of matrices alone', async () => {
    const run = await trainer();
    const losses: number[] = [];
    for (let step = 1; step <= 8; step++) losses.push((await run.run(batch(step))).loss);
    const wanted = byHand(8);
    losses.forEach((loss, i) => {
      expect(loss).toBeCloseTo(wanted.losses[i]!, 9);
    });
    const { parameters, buffers, step } = await run.state();
    expect(step).toBe(8);
    parameters['matrix.weight']!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted.matrix[i]!, 9);
    });
    parameters.bias!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted.bias[i]!, 9);
    });
    expect(buffers!.count!.data[0]).toBe(8);
  });

  it('goes on from a state as if it had never stopped, and evaluates without learning', async () => {
    const whole = await trainer();
    const first = await trainer();
    for (let step = 1; step <= 3; step++) for (const run of [whole, first]) await run.run(batch(step));
    const state = await first.state();
    const second = await trainer({ state });
    const { loss } = await second.evaluate(batch(4));
    expect((await second.state()).parameters).toEqual(state.parameters);
    const [a, b] = [await whole.run(batch(4)), await second.run(batch(4))];
    expect(b.loss).toBe(a.loss);
    expect(b.loss).toBe(loss);
    expect(b.step).toBe(4);
    expect(Array.from((await a.outputs.y!.read()).data)).toEqual(Array.from((await b.outputs.y!.read()).data));
  });

  it('takes steps that were asked for at once in their order, and leaves no tensor behind', async () => {
    const backend = createReferenceBackend();
    const { tensors } = backend.memory();
    const run = await createTrainer(backend, linear, { optimizer, state: start() });
    const reports = await Promise.all([1, 2, 3, 4].map((step) => run.run(batch(step))));
    expect(reports.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    reports.forEach(({ loss }, i) => {
      expect(loss).toBeCloseTo(byHand(4).losses[i]!, 9);
    });
    for (const { outputs } of reports) outputs.y!.dispose();
    (await run.evaluate(batch(1))).outputs.y!.dispose();
    await run.dispose();
    expect(backend.memory().tensors).toBe(tensors);
    await expect(run.run(batch(1))).rejects.toMatchObject({ code: 'disposed' });
  });

  it('stops at a loss or gradient that is not finite, names step and op, and keeps the state before it', async () => {
    const model: TrainableModel = {
      parameters: { w: [2] },
      inputs: { x: { shape: [2], dtype: 'float32' } },
      loss: (ops, { x }, { w }) => ({
        loss: ops.scope('model', () => ops.sum(ops.log(ops.scope('inner', () => ops.mul(x!, w!))), [0])),
      }),
    };
    const state = { step: 6, parameters: { w: hostTensor([1, 2], [2]) } };
    const run = await createTrainer(createReferenceBackend(), model, { optimizer: { learningRate: 0.1 }, state });
    await run.run({ x: hostTensor([1, 1], [2]) });
    const before = await run.state();
    const wrong = run.run({ x: hostTensor([1, -1], [2]) });
    await expect(wrong).rejects.toMatchObject({ code: 'diverged', where: 'training step 8' });
    await expect(wrong).rejects.toThrow(/a loss of NaN; the op log in model is the first/);
    await expect(run.run({ x: hostTensor([1, Number.NaN], [2]) })).rejects.toThrow(/the input x is the first/);
    // The loss log 0 = −∞ comes before any NaN.
    await expect(run.run({ x: hostTensor([1, 0], [2]) })).rejects.toThrow(/a loss of -Infinity/);
    expect(await run.state()).toEqual(before);
    expect((await run.run({ x: hostTensor([1, 1], [2]) })).step).toBe(8);
  });

  it('refuses what does not fit before any device work', async () => {
    const backend = createReferenceBackend();
    const { tensors } = backend.memory();
    const state = start();
    const wrong: [Partial<TrainerOptions>, string, RegExp][] = [
      [{ optimizer: { learningRate: -1 } }, 'config', /optimizer learningRate: expected a number from 0, got -1/],
      [{ optimizer: { learningRate: 1, beta2: 1 } }, 'config', /beta2/],
      [
        { optimizer: { learningRate: 1, weightdecay: 0.1 } as OptimizerConfig },
        'config',
        /only the fields .*weightDecay.*got "weightdecay"/,
      ],
      [{ optimizer: { learningRate: 1, clip: 0 } }, 'config', /clip/],
      [{ optimizer: { learningRate: 1, warmupSteps: 1.5 } }, 'config', /warmupSteps/],
      [{ state: { ...state, step: -1 } }, 'config', /step/],
      [
        { state: { ...state, parameters: { bias: state.parameters.bias! } } },
        'weight',
        /parameter matrix.weight: .*nothing/,
      ],
      [{ state: { ...state, parameters: { ...state.parameters, more: state.parameters.bias! } } }, 'weight', /"more"/],
      [{ state: { ...state, buffers: {} } }, 'weight', /buffer count/],
    ];
    for (const [options, code, message] of wrong) {
      const made = createTrainer(backend, linear, { optimizer, state, ...options });
      await expect(made).rejects.toMatchObject({ code });
      await expect(made).rejects.toThrow(message);
    }
    const run = await trainer();
    await expect(run.run({ x: batch(1).x })).rejects.toMatchObject({ code: 'input' });
    expect(run.step).toBe(0);
    expect(backend.memory().tensors).toBe(tensors);
  });

  it('has the learning rate rise in a line and fall along a cosine', () => {
    const config = { learningRate: 1, warmupSteps: 4, decaySteps: 12, minLearningRate: 0.2 };
    const rates = [1, 2, 4, 8, 12, 50].map((step) => learningRateAt(config, step));
    [0.25, 0.5, 1, 0.6, 0.2, 0.2].forEach((rate, i) => {
      expect(rates[i]).toBeCloseTo(rate, 12);
    });
    expect(learningRateAt({ learningRate: 3 }, 1)).toBe(3);
  });
});

describe('recomputation', () => {
  const config = {
    kind: 'sum',
    parts: {
      mosa: { kind: 'mosa', dModel: 8, dHead: 4, heads: 6, sparsity: 4 },
      other: { kind: 'dense', dModel: 8, dHead: 4, heads: 2 },
    },
  } as const;
  const layers = 4;
  const model: TrainableModel = {
    parameters: Object.fromEntries(
      Array.from({ length: layers }).flatMap((_, i) =>
        Object.entries(weightShapes(config)).map(([name, shape]) => [`${i}/${name}`, shape]),
      ),
    ),
    inputs: { x: { shape: [2, 32, 8], dtype: 'float32' } },
    loss(ops, { x }, parameters) {
      let y = ops.add(x!, x!);
      for (let i = 0; i < layers; i++) {
        const own = Object.keys(weightShapes(config)).map((name) => [name, parameters[`${i}/${name}`]!] as const);
        y = ops.scope(`layer${i}`, () => ops.add(y, attentionLayer(ops, y, Object.fromEntries(own), config).y));
      }
      return { loss: ops.sum(ops.mul(y, y), [0, 1, 2]) };
    },
  };
  const recompute = Array.from({ length: layers }, (_, i) => `layer${i}`);
  const parameters: Record<string, HostTensor> = Object.fromEntries(
    recompute.flatMap((_, i) => Object.entries(initWeights(config, i)).map(([name, value]) => [`${i}/${name}`, value])),
  );

  it('changes nothing but memory, which falls', async () => {
    const peak = (scopes: readonly string[]) => graphMemory(stepGraph(model, { optimizer, recompute: scopes })).peak;
    expect(peak(recompute)).toBeLessThan(0.6 * peak([]));
    const runs = await Promise.all(
      [[], recompute].map((scopes) =>
        createTrainer(createReferenceBackend(), model, {
          optimizer,
          state: { step: 0, parameters },
          recompute: scopes,
        }),
      ),
    );
    for (let step = 0; step < 3; step++) {
      const [a, b] = await Promise.all(runs.map((run) => run.run({ x: randomUniform([2, 32, 8], 1, step) })));
      expect(b!.loss).toBe(a!.loss);
      expect(b!.gradientNorm).toBe(a!.gradientNorm);
    }
  });
});

describe('gradient', () => {
  const graph = trace(
    (ops, { x, n }, { w }) => ({
      loss: ops.sum(ops.mul(x!, w!), [0]),
      y: x!,
      top: ops.sum(ops.topKValues(x!, 1), [0]),
      n: n!,
    }),
    {
      inputs: { x: { shape: [3], dtype: 'float32' }, n: { shape: [], dtype: 'int32' } },
      weights: { w: { shape: [3], dtype: 'float32' } },
    },
  );

  it('keeps the outputs of the graph beside the gradients', () => {
    expect(Object.keys(gradient(graph, { of: 'loss', by: ['w', 'x'] }).outputs)).toEqual([
      'loss',
      'y',
      'top',
      'n',
      'gradient/w',
      'gradient/x',
    ]);
  });

  it.each([
    [{ of: 'lost', by: ['x'] }, 'input', /expected loss, y, top, n, got "lost"/],
    [{ of: 'loss', by: ['z'] }, 'input', /expected x, n, w, got "z"/],
    [{ of: 'loss', by: ['n'] }, 'dtype', /gradient by n: expected float32, got int32/],
    [{ of: 'y', by: ['x'] }, 'shape', /expected a float32 scalar to differentiate/],
    [{ of: 'n', by: ['x'] }, 'shape', /expected a float32 scalar to differentiate, got placeholder of int32/],
    [{ of: 'top', by: ['x'] }, 'unsupported', /topK/],
  ])('refuses %j', (options, code, message) => {
    expect(() => gradient(graph, options)).toThrow(message);
    expect(() => gradient(graph, options)).toThrow(expect.objectContaining({ code }));
  });
});

describe('options that are misspelt or of before', () => {
  const model: TrainableModel = {
    parameters: { w: [1] },
    inputs: {},
    loss: (ops, _, { w }) => ({ loss: ops.sum(w!, [0]) }),
  };
  const optimizer = { learningRate: 0.1 };
  const state = { step: 0, parameters: { w: hostTensor([1], [1]) } };
  const refused = (where: string, field: string) =>
    expect.objectContaining({
      code: 'config',
      message: expect.stringMatching(`${where} options: expected only .* got "${field}"`),
    });

  it('are refused, each by its name', async () => {
    const graph = stepGraph(model, { optimizer });
    expect(() => gradient(graph, { of: 'report', by: ['w'], fused: [] } as never)).toThrow(
      refused('gradient', 'fused'),
    );
    expect(() => stepGraph(model, { optimizer, native: [] } as never)).toThrow(refused('stepGraph', 'native'));
    const wrong = { optimizer, state, recomput: [] } as never;
    await expect(createTrainer(createReferenceBackend(), model, wrong)).rejects.toThrow(
      refused('createTrainer', 'recomput'),
    );
    const compiled = createReferenceBackend().compile(graph, { decomposed: true } as never);
    await expect(compiled).rejects.toThrow(refused('compile', 'decomposed'));
    const kernels = { ...referenceKernels, topK: referenceKernels.topKValues };
    await expect(createReferenceBackend({ kernels }).compile(graph)).rejects.toThrow(
      /kernels: expected only the fields .*topKValues.*, got "topK"/,
    );
  });
});
