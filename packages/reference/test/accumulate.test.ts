import {
  attentionLayer,
  constantScalar,
  graphMemory,
  type HostTensor,
  hostTensor,
  initWeights,
  type TensorType,
  weightShapes,
} from '@mosa-js/core';
import type { Kernel, OpName } from '@mosa-js/core/adapter';
import {
  accumulatedGraphs,
  createTrainer,
  type OptimizerConfig,
  randomUniform,
  stepGraph,
  type TrainableModel,
  type TrainerOptions,
  type TrainingState,
} from '@mosa-js/core/training';
import { createReferenceBackend, type RefTensor, referenceKernels } from '@mosa-js/reference';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const [T, h] = [12, 8];
const heads = {
  dense: { kind: 'dense', dModel: h, dHead: 4, heads: 2 },
  mosa: { kind: 'mosa', dModel: h, dHead: 4, heads: 3, sparsity: 4 },
} as const;
const names = ['dense', 'mosa'] as const;

/**
 * Dense and MoSA heads towards a target, by mean square. Sequences lie along axis 0 of `x`, axis 1 of `target` and of the
 * output, side by side in `weight`; `scale` is shared by all. Buffers: a moving mean of what the layer made, and a count of steps.
 */
function layer(B: number, layers = 1): TrainableModel {
  const each = Array.from({ length: layers }, (_, i) =>
    names.map((name) => [`${i}/${name}`, heads[name]] as const),
  ).flat();
  const own = (path: string, config: (typeof heads)[(typeof names)[number]]) =>
    Object.entries(weightShapes(config)).map(([name, shape]) => [`${path}/${name}`, shape] as const);
  return {
    parameters: Object.fromEntries([...each.flatMap(([path, config]) => own(path, config)), ['gain', [h]]]),
    buffers: { mean: [h], steps: [1] },
    inputs: {
      x: { shape: [B, T, h], dtype: 'float32' },
      target: { shape: [T, B, h], dtype: 'float32' },
      weight: { shape: [1, B * T], dtype: 'float32' },
      scale: { shape: [h], dtype: 'float32' },
    },
    batchAxes: { inputs: { x: 0, target: 1, weight: 1 }, outputs: { y: 1 } },
    loss(ops, { x, target, weight, scale }, parameters, training) {
      const part = ops.typeOf(x!).shape[0]!;
      let made = ops.reshape(x!, [part, T, h]);
      for (const [path, config] of each) {
        const weights = Object.fromEntries(
          own(path, config).map(([name]) => [name.slice(path.length + 1), parameters[name]!]),
        );
        made = ops.add(made, attentionLayer(ops, made, weights, config).y);
      }
      const y = ops.transpose(ops.mul(ops.mul(made, parameters.gain!), scale!), [1, 0, 2]); // [T, b, h]
      const error = ops.mul(ops.sub(y, target!), ops.transpose(ops.reshape(weight!, [part, T, 1]), [1, 0, 2]));
      const loss = ops.div(ops.sum(ops.mul(error, error), [0, 1, 2]), constantScalar(ops, part * T));
      const count = ops.broadcastTo(constantScalar(ops, part * T), [1]);
      return { loss, outputs: { y }, ...(training ? { sums: { total: ops.sum(made, [0, 1]), count } } : {}) };
    },
    moveBuffers: (ops, { mean, steps }, { total, count }) => ({
      mean: ops.mul(ops.add(mean!, ops.div(total!, count!)), constantScalar(ops, 0.5)),
      steps: ops.add(steps!, constantScalar(ops, 1)),
    }),
  };
}

const batch = (B: number, seed: number) => ({
  x: randomUniform([B, T, h], 1, seed),
  target: randomUniform([T, B, h], 1, seed + 100),
  weight: randomUniform([1, B * T], 1, seed + 200),
  scale: randomUniform([h], 1, seed + 300),
});

const start = (layers = 1): TrainingState => ({
  step: 0,
  parameters: {
    ...Object.fromEntries(
      Array.from({ length: layers }, (_, i) =>
        names.flatMap((name) =>
          Object.entries(initWeights(heads[name], i + 1)).map(
            ([key, value]) => [`${i}/${name}/${key}`, value] as const,
          ),
        ),
      ).flat(),
    ),
    gain: hostTensor(new Float32Array(h).fill(1), [h]),
  },
  buffers: { mean: randomUniform([h], 1, 9), steps: hostTensor([0], [1]) },
});

/** The norm of the gradient is above 0.3 in some steps and not in others, so that clipping is seen in both. */
const optimizer: OptimizerConfig = { learningRate: 0.01, clip: 0.3, weightDecay: 0.1, warmupSteps: 3 };
const trainer = (B: number, accumulate?: number, more: Partial<TrainerOptions> = {}) =>
  createTrainer(createReferenceBackend(), layer(B), { optimizer, state: start(), accumulate, ...more });

type Tensors = Readonly<Record<string, HostTensor>>;

/** The furthest that any element is off, of the largest of its tensor. */
function furthest(actual: Tensors, wanted: Tensors): number {
  expect(Object.keys(actual)).toEqual(Object.keys(wanted));
  const off = Object.entries(wanted).map(([name, { data }]) => {
    const largest = Array.from(data).reduce((a: number, b: number) => Math.max(a, Math.abs(b)), 1e-30);
    return (
      Array.from(data).reduce(
        (a: number, b: number, i: number) => Math.max(a, Math.abs(b - actual[name]!.data[i]!)),
        0,
      ) / largest
    );
  });
  return Math.max(...off);
}

/** Runs both for some steps and holds everything that they report to each other. */
async function expectSame(B: number, accumulate: number, steps: number, seed = 1): Promise<number[]> {
  const [whole, parts] = [await trainer(B), await trainer(B, accumulate)];
  const norms: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const given = batch(B, seed + step);
    const [a, b] = [await whole.run(given), await parts.run(given)];
    expect(b.step).toBe(step);
    expect(b.learningRate).toBe(a.learningRate);
    expect(Math.abs(b.loss / a.loss - 1)).toBeLessThan(1e-12);
    expect(Math.abs(b.gradientNorm / a.gradientNorm - 1)).toBeLessThan(1e-11);
    expect(furthest({ y: await b.outputs.y!.read() }, { y: await a.outputs.y!.read() })).toBeLessThan(1e-11);
    norms.push(a.gradientNorm);

    const [one, other] = [await whole.evaluate(given), await parts.evaluate(given)];
    expect(Math.abs(other.loss / one.loss - 1)).toBeLessThan(1e-12);
    expect(furthest({ y: await other.outputs.y!.read() }, { y: await one.outputs.y!.read() })).toBeLessThan(1e-11);
  }
  const [wanted, actual] = [await whole.state(), await parts.state()];
  expect(actual.step).toBe(steps);
  expect(furthest(actual.parameters, wanted.parameters)).toBeLessThan(1e-10);
  expect(furthest(actual.moments!.first, wanted.moments!.first)).toBeLessThan(1e-10);
  expect(furthest(actual.moments!.second, wanted.moments!.second)).toBeLessThan(1e-10);
  expect(furthest(actual.buffers!, wanted.buffers!)).toBeLessThan(1e-11);
  expect(actual.buffers!.steps!.data[0]).toBe(steps);
  return norms;
}

describe('a step in micro-batches', () => {
  it.each([2, 3, 6])(
    'of %i parts is that of the whole batch, clipped and not, over warm-up and beyond',
    async (parts) => {
      const norms = await expectSame(6, parts, 8);
      expect(Math.max(...norms)).toBeGreaterThan(optimizer.clip!);
      expect(Math.min(...norms)).toBeLessThan(optimizer.clip!);
    },
  );

  it('whatever the batch, the parts and the numbers are', async () => {
    const sizes = fc.record({ parts: fc.integer({ min: 1, max: 5 }), each: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 1000 }), async ({ parts, each }, seed) => {
        await expectSame(parts * each, parts, 2, seed);
      }),
      { numRuns: 25 },
    );
  });

  it('of one part is to the bit the step without, and needs no batchAxes', async () => {
    const { batchAxes: _, ...model } = layer(4);
    const whole = await trainer(4);
    const one = await createTrainer(createReferenceBackend(), model, { optimizer, state: start(), accumulate: 1 });
    for (const run of [whole, one]) await run.run(batch(4, 1));
    expect(await one.state()).toEqual(await whole.state());
    expect(one.graph).toEqual(whole.graph);
  });

  it('goes on from a state as if it had never stopped', async () => {
    const whole = await trainer(4, 2);
    const first = await trainer(4, 2);
    for (let step = 1; step <= 5; step++) await whole.run(batch(4, step));
    for (let step = 1; step <= 2; step++) await first.run(batch(4, step));
    const second = await trainer(4, 2, { state: await first.state() });
    for (let step = 3; step <= 5; step++) await second.run(batch(4, step));
    expect(await second.state()).toEqual(await whole.state());
  });

  it('takes steps that were asked for at once in their order, on inputs as they were, and leaves no tensor behind', async () => {
    const backend = createReferenceBackend();
    const run = await createTrainer(backend, layer(4), { optimizer, state: start(), accumulate: 2 });
    const alone = await trainer(4, 2);
    const given = [1, 2, 3].map((seed) => batch(4, seed));
    const wanted: number[] = [];
    for (const inputs of given) wanted.push((await alone.run(inputs)).loss);
    const running = given.map((inputs) => run.run(inputs));
    for (const inputs of given) inputs.x.data.fill(Number.NaN);
    const reports = await Promise.all(running);
    expect(reports.map(({ loss }) => loss)).toEqual(wanted);
    for (const { outputs } of [...reports, await run.evaluate(batch(4, 1))]) outputs.y!.dispose();
    await run.dispose();
    expect(backend.memory().tensors).toBe(0);
    await expect(run.run(batch(4, 1))).rejects.toMatchObject({ code: 'disposed' });
  });

  it('takes what is shared from the device', async () => {
    const backend = createReferenceBackend();
    const run = await createTrainer(backend, layer(4), { optimizer, state: start(), accumulate: 2 });
    const given = batch(4, 1);
    const { loss } = await (await trainer(4, 2)).run(given);
    expect((await run.run({ ...given, scale: await backend.upload(given.scale) })).loss).toBe(loss);
    await backend.dispose();
  });
});

type AnyKernel = Kernel<RefTensor, OpName, TensorType>;

/** The reference's kernels, each with something around it. */
function around(change: (kernel: AnyKernel) => AnyKernel): typeof referenceKernels {
  const changed = Object.entries(referenceKernels).map(([op, kernel]) => [op, change(kernel as AnyKernel)]);
  return Object.fromEntries(changed);
}

describe('a step in micro-batches that fails', () => {
  it.each([0, 1, 2])('names micro-batch %i where it is not finite, and leaves the state', async (index) => {
    const backend = createReferenceBackend();
    const run = await createTrainer(backend, layer(6), { optimizer, state: start(), accumulate: 3 });
    (await run.run(batch(6, 1))).outputs.y!.dispose();
    const before = await run.state();
    const { tensors } = backend.memory();
    const wrong = batch(6, 2);
    wrong.x.data[index * 2 * T * h + 5] = Number.NaN;
    const error = run.run(wrong);
    await expect(error).rejects.toMatchObject({ code: 'diverged', where: 'training step 2' });
    await expect(error).rejects.toThrow(`a loss of NaN; the input x, of micro-batch ${index + 1} of 3, is the first`);
    expect(await run.state()).toEqual(before);
    expect(backend.memory().tensors).toBe(tensors);
    const next = await run.run(batch(6, 2));
    const other = await trainer(6, 3, { state: before });
    expect(next.loss).toBe((await other.run(batch(6, 2))).loss);
  });

  it('names the op of the update where each micro-batch is finite', async () => {
    const model: TrainableModel = {
      parameters: { w: [1] },
      inputs: { x: { shape: [2], dtype: 'float32' } },
      batchAxes: { inputs: { x: 0 } },
      loss: (ops, { x }, { w }) => ({ loss: ops.sum(ops.mul(x!, w!), [0]) }),
    };
    const state = { step: 0, parameters: { w: hostTensor([0], [1]) } };
    const options = { optimizer: { learningRate: 0.1 }, state, accumulate: 2 };
    const kernels = around((kernel) => (...call) => {
      const result = kernel(...call);
      return result.dtype === 'float32' ? { ...result, data: Float64Array.from(result.data, Math.fround) } : result;
    });
    const run = await createTrainer(createReferenceBackend({ kernels }), model, options);
    const huge = { x: hostTensor([1e30, 2e30], [2]) }; // the square of their mean is too large for float32
    await expect(run.run(huge)).rejects.toThrow(/a gradient of norm Infinity; the op mul in optimizer is the first/);
    expect(run.step).toBe(0);
  });

  it('leaves the state and no tensor, whichever of its ops it is that fails', async () => {
    let left = Number.POSITIVE_INFINITY;
    const kernels = around((kernel) => (...call) => {
      if (--left === 0) throw new Error('out of memory');
      return kernel(...call);
    });
    const backend = createReferenceBackend({ kernels });
    const run = await createTrainer(backend, layer(2), { optimizer, state: start(), accumulate: 2 });
    const given = batch(2, 1);
    (await run.run(given)).outputs.y!.dispose();
    (await run.evaluate(given)).outputs.y!.dispose();
    const before = await run.state();
    const { tensors } = backend.memory();
    for (const task of ['evaluate', 'run'] as const) {
      let done = 0;
      for (let at = 1; done === 0; at += 1) {
        left = at;
        const result = await run[task](given).catch((error) => error as Error);
        left = Number.POSITIVE_INFINITY;
        if (!(result instanceof Error)) {
          done = at;
          result.outputs.y!.dispose();
          break;
        }
        expect(result.message).toMatch(/out of memory/);
        expect(backend.memory().tensors).toBe(tensors);
        if (at % 25 === 0) expect(await run.state()).toEqual(before);
      }
      expect(done).toBeGreaterThan(100); // both micro-batches have been gone through
      expect(backend.memory().tensors).toBe(tensors);
    }
    expect(run.step).toBe(2);
  });

  it('refuses what does not fit before any device work', async () => {
    const backend = createReferenceBackend();
    const model = layer(6);
    const { inputs: axes } = model.batchAxes!;
    const wrong: [number, Partial<TrainableModel>, RegExp][] = [
      [0, {}, /trainer accumulate: expected a whole number from 1, got 0/],
      [-2, {}, /whole number from 1, got -2/],
      [1.5, {}, /whole number from 1, got 1.5/],
      [Number.NaN, {}, /whole number from 1, got NaN/],
      ['2' as unknown as number, {}, /whole number from 1, got "2"/],
      [null as unknown as number, {}, /whole number from 1, got null/],
      [4, {}, /trainer accumulate: expected a divisor of 6, as axis 0 of input x has, got 4/],
      [12, {}, /a divisor of 6/],
      [2, { batchAxes: undefined }, /a model with batchAxes/],
      [2, { batchAxes: { inputs: {} } }, /a model with batchAxes/],
      [2, { batchAxes: { inputs: { ...axes, z: 0 } } }, /batchAxes.inputs.z: expected one of x, target, weight, scale/],
      [2, { batchAxes: { inputs: { ...axes, toString: 0 } } }, /expected one of x, target, weight, scale/],
      [
        2,
        { batchAxes: { inputs: { x: 3 } } },
        /batchAxes.inputs.x: expected an axis of float32 \[6, 12, 8\], from 0, got 3/,
      ],
      [2, { batchAxes: { inputs: { x: -1 } } }, /from 0, got -1/],
      [
        2,
        { batchAxes: { inputs: axes } },
        /batchAxes.outputs.y: expected an axis of float32 \[12, 3, 8\], from 0, got undef/,
      ],
      [
        2,
        {
          loss: (ops, given, own, training) => ({
            ...layer(6).loss(ops, given, own, training),
            buffers: { mean: own.mean! },
          }),
        },
        /moves buffers by sums and moveBuffers, got new values of mean/,
      ],
    ];
    for (const [accumulate, more, message] of wrong) {
      const made = createTrainer(backend, { ...model, ...more }, { optimizer, state: start(), accumulate });
      await expect(made).rejects.toMatchObject({ code: 'config' });
      await expect(made).rejects.toThrow(message);
    }
    expect(backend.memory().tensors).toBe(0);

    const run = await createTrainer(backend, model, { optimizer, state: start(), accumulate: 2 });
    const { tensors } = backend.memory();
    const given = batch(6, 1);
    const x = await backend.upload(given.x);
    const refused: [object, string, RegExp][] = [
      [
        { ...given, x },
        'input',
        /input x: expected a tensor on the host, to be cut into 2 micro-batches, got one on the device/,
      ],
      [{ ...given, x: batch(3, 1).x }, 'shape', /input x: expected float32 \[6, 12, 8\], got float32 \[3, 12, 8\]/],
      [{ ...given, scale: undefined }, 'data', /input scale/],
      [{ x: given.x }, 'input', /input target: .*nothing/],
      [{ ...given, more: given.x }, 'input', /"more"/],
    ];
    for (const [inputs, code, message] of refused) {
      for (const task of ['run', 'evaluate'] as const) {
        const done = run[task](inputs as typeof given);
        await expect(done).rejects.toMatchObject({ code });
        await expect(done).rejects.toThrow(message);
      }
    }
    x.dispose();
    expect(run.step).toBe(0);
    expect(backend.memory().tensors).toBe(tensors);
  });
});

describe('memory of a step in micro-batches', () => {
  const [B, layers] = [16, 3];
  const options = { optimizer };
  const bytes = 4 * Object.values(start(layers).parameters).reduce((sum, { data }) => sum + data.length, 0);
  const whole = graphMemory(stepGraph(layer(B, layers), options)).peak;

  it.each([2, 4, 16])('in %i parts is that share of the intermediates, and two vectors of gradients', (accumulate) => {
    const { gradient, update, start: zero } = accumulatedGraphs(layer(B, layers), { ...options, accumulate });
    const { peak } = graphMemory(gradient);
    // A micro-batch has its own gradients and the new sum, where the whole step has what AdamW makes at a time when most
    // intermediates are gone: constants and shapes that do not shrink are within 2 % of the whole.
    expect(peak).toBeLessThan(whole / accumulate + 2 * bytes + 0.02 * whole);
    expect(graphMemory(zero).peak).toBeLessThan(2 * bytes);
    expect(graphMemory(update).peak).toBeLessThan(9 * bytes);
  });

  it('is less than half with four', () => {
    const { gradient, update } = accumulatedGraphs(layer(B, layers), { ...options, accumulate: 4 });
    const peak = (graph: typeof gradient) => graphMemory(graph).peak + 2 * bytes; // a sum that goes in, and its successor
    expect(Math.max(peak(gradient), peak(update))).toBeLessThan(0.5 * whole);
  });
});
