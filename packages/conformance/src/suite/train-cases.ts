import {
  attentionLayer,
  type Backend,
  createTrainer,
  type HostTensor,
  type HybridConfig,
  hostTensor,
  initWeights,
  MosaError,
  type Named,
  type OptimizerConfig,
  type StepReport,
  type TrainableModel,
  weightShapes,
} from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judgeRelative } from './judge';
import { random } from './values';

const config: HybridConfig = {
  kind: 'hybrid',
  mosa: { kind: 'mosa', dModel: 8, dHead: 4, heads: 3, sparsity: 4 },
  other: { kind: 'dense', dModel: 8, dHead: 4, heads: 2 },
};
const type = { shape: [2, 24, 8], dtype: 'float32' } as const;
const optimizer: OptimizerConfig = { learningRate: 0.01, clip: 1, weightDecay: 0.1, warmupSteps: 2 };
const steps = 4;

/** Losses and norms of a few steps may differ by this share of the reference's. */
const tolerances = { float64: 1e-9, float32: 1e-4 } as const;

/** A residual layer that learns to give a target. */
const layer: TrainableModel = {
  parameters: weightShapes(config),
  inputs: { x: type, target: type },
  loss(ops, { x, target }, parameters) {
    const y = ops.scope('layer', () => ops.add(x!, attentionLayer(ops, x!, parameters, config).y));
    const error = ops.sub(y, target!);
    return { loss: ops.sum(ops.mul(error, error), [0, 1, 2]), outputs: { y } };
  },
};

/** Training steps, the state on the device between them. */
export function trainCases(): ConformanceCase[] {
  return [
    stepsCase(`train/adamw:hybrid;steps=${steps}`, []),
    stepsCase(`train/adamw:hybrid;steps=${steps};recompute`, ['layer']),
    { id: 'train/diverged', run: judgeDivergence },
  ];
}

function stepsCase(id: string, recompute: readonly string[]): ConformanceCase {
  return {
    id,
    async run(backend) {
      const wanted = await trainSteps(createReferenceBackend(), []);
      const before = backend.memory().tensors;
      const actual = await trainSteps(backend, recompute);
      const left = backend.memory().tensors - before;
      if (left !== 0) return { status: 'fail', stage: 'memory', reason: `${left} tensors are left after dispose()` };
      const tolerance = tolerances[backend.capabilities.precision];
      const curve = (name: 'loss' | 'gradientNorm') =>
        judgeRelative(
          hostTensor(
            Float64Array.from(actual, (report) => report[name]),
            [steps],
          ),
          Float64Array.from(wanted, (report) => report[name]),
          tolerance,
          name,
        );
      return firstFailure([curve('loss'), curve('gradientNorm')]);
    },
  };
}

async function trainSteps(backend: Backend, recompute: readonly string[]): Promise<StepReport[]> {
  const state = { step: 0, parameters: initWeights(config, 5) };
  const trainer = await createTrainer(backend, layer, { optimizer, state, recompute });
  try {
    const reports: StepReport[] = [];
    for (let step = 1; step <= steps; step++) {
      const report = await trainer.run(batch(step));
      report.outputs.y!.dispose();
      reports.push(report);
    }
    return reports;
  } finally {
    await trainer.dispose();
  }
}

function batch(seed: number): Named<HostTensor> {
  return { x: random(type.shape, seed, 'float32', -1, 1), target: random(type.shape, seed + 50, 'float32', -1, 1) };
}

/** A loss of NaN: the error names the op, and the next good step is as if nothing had happened. */
async function judgeDivergence(backend: Backend): Promise<Verdict> {
  const vector = { shape: [3], dtype: 'float32' } as const;
  const model: TrainableModel = {
    parameters: { w: [3] },
    inputs: { x: vector },
    loss: (ops, { x }, { w }) => ({
      loss: ops.sum(
        ops.scope('model', () => ops.log(ops.mul(x!, w!))),
        [0],
      ),
    }),
  };
  const state = { step: 0, parameters: { w: hostTensor([1, 2, 3], [3]) } };
  const trainer = await createTrainer(backend, model, { optimizer: { learningRate: 0.1 }, state });
  try {
    const good = { x: hostTensor([1, 1, 1], [3]) };
    const error: unknown = await trainer.run({ x: hostTensor([1, -1, 1], [3]) }).then(
      () => undefined,
      (reason) => reason,
    );
    if (!(error instanceof MosaError) || error.code !== 'diverged')
      return { status: 'fail', stage: 'error', reason: `expected MosaError diverged, got ${String(error)}` };
    if (!/op log in model/.test(error.message))
      return { status: 'fail', stage: 'error', reason: `expected the op log in model, got: ${error.message}` };
    const { step, loss } = await trainer.run(good);
    const wanted = Math.log(6);
    const verdict = judgeRelative(hostTensor([loss], [1]), Float64Array.of(wanted), 1e-5, 'the step after');
    return step === 1 ? verdict : { status: 'fail', stage: 'the step after', reason: `it is step ${step}, not 1` };
  } finally {
    await trainer.dispose();
  }
}
