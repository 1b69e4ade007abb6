import type { Backend, TensorInputs } from '../backend/backend';
import type { DeviceTensor } from '../backend/device-tensor';
import { disposeSymbol } from '../backend/dispose';
import { allInTurn } from '../backend/held';
import { ownInputs } from '../backend/own-inputs';
import { createQueue } from '../backend/queue';
import { checkFields } from '../check-fields';
import { MosaError } from '../error';
import type { Graph } from '../graph/graph';
import type { Named } from '../graph/tracer';
import { largestFloat32 } from '../ops/finite';
import { giveUp } from '../own-tensor';
import { type HostTensor, hostTensor, type TensorType } from '../types';
import { createAccumulatedStep } from './accumulated-step';
import { free } from './free';
import { packHost, unpackHost } from './layout';
import { checkAccumulate } from './micro-batch';
import type { TrainableModel } from './model';
import { checkOptimizer, learningRateAt, type OptimizerConfig, stepNumbers } from './optimizer';
import { modelLayout, stateNames } from './step-graph';
import { createWholeStep } from './whole-step';

/** All that a training run keeps, on the host, by name. */
export interface TrainingState {
  /** Steps done. */
  readonly step: number;
  readonly parameters: Named<HostTensor>;
  /** Default none. */
  readonly buffers?: Named<HostTensor>;
  /** Means of the gradients and of their squares, of the parameters' shapes. Default zeros. */
  readonly moments?: { readonly first: Named<HostTensor>; readonly second: Named<HostTensor> };
}

export interface TrainerOptions {
  readonly optimizer: OptimizerConfig;
  readonly state: TrainingState;
  /** Scopes whose values are computed again in the backward pass: less memory for more work. Default none. */
  readonly recompute?: readonly string[];
  /**
   * Micro-batches of a step, a whole number from 1 that divides the batch: the device then holds the intermediates of a
   * micro-batch and a sum of gradients, instead of those of the whole batch. A step is still that of the whole batch, up to
   * rounding. Inputs are given for the whole batch, those with a batch axis (`TrainableModel.batchAxes`) on the host.
   * Default 1: the whole batch at once, in which the model needs no `batchAxes`.
   */
  readonly accumulate?: number;
}

export interface StepReport {
  /** Number of the step, from 1. */
  readonly step: number;
  /** Before the step. */
  readonly loss: number;
  /** Norm of all gradients together, before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  /** The model's outputs. Yours to dispose. */
  readonly outputs: Record<string, DeviceTensor>;
}

/** A training run on a backend. Parameters, buffers and moments stay on the device from step to step. */
export interface Trainer {
  /** Steps done. */
  readonly step: number;
  /** The step as a graph, for its memory and work; with `accumulate`, that of one micro-batch (`accumulatedGraphs` has all). */
  readonly graph: Graph;
  /**
   * One step.
   * @throws MosaError `input`, `shape`, `dtype`, `disposed` before any device work; `diverged` where the loss or the gradient
   *   is not finite, naming the step, the op and the micro-batch: the state is then still that before the step
   */
  run(inputs: TensorInputs): Promise<StepReport>;
  /** The loss of a batch, without learning from it; with `accumulate` in micro-batches, too. */
  evaluate(inputs: TensorInputs): Promise<Pick<StepReport, 'loss' | 'outputs'>>;
  /** A copy of the state on the host. */
  state(): Promise<TrainingState>;
  dispose(): Promise<void>;
  [disposeSymbol](): void;
}

/**
 * Puts a model on a backend to be trained.
 * @throws MosaError `config`, `weight`, `shape` or `dtype` before any device work
 */
export async function createTrainer(
  backend: Backend,
  model: TrainableModel,
  options: TrainerOptions,
): Promise<Trainer> {
  checkFields(options, ['optimizer', 'state', 'recompute', 'accumulate'], 'createTrainer options');
  const { optimizer, state, recompute, accumulate = 1 } = options;
  checkOptimizer(optimizer);
  checkAccumulate(accumulate);
  if (!Number.isSafeInteger(state.step) || state.step < 0)
    throw new MosaError('config', 'training state step', 'a whole number from 0', String(state.step));
  const layout = modelLayout(model);
  const initial = packState(layout, state);
  const how = { optimizer, recompute, backend };

  let { step } = state;
  let disposed = false;
  const alive = (where: string) => {
    if (disposed) throw new MosaError('disposed', `trainer ${where}`, 'a trainer in use', 'a trainer after dispose()');
  };
  const types = Object.fromEntries(
    Object.entries(initial).map(([name, { shape, dtype }]): [string, TensorType] => [name, { shape, dtype }]),
  );
  const carried = await backend.createState(types);
  const method = await (accumulate === 1
    ? createWholeStep(backend, model, carried, how)
    : createAccumulatedStep(backend, model, carried, { ...how, accumulate })
  ).catch(async (error) => {
    await carried.dispose();
    throw error;
  });
  await carried.replace(initial).catch(async (error) => {
    await allInTurn([carried.dispose, method.dispose]);
    throw error;
  });

  async function runNow(inputs: TensorInputs): Promise<StepReport> {
    const number = step + 1;
    const numbers = hostTensor(stepNumbers(optimizer, number), [3]);
    const results = await method.step(inputs, numbers);
    try {
      const [loss, gradientNorm] = (await results.report!.read()).data as Float32Array;
      results.report!.dispose();
      if (!isFloat32(loss!) || !isFloat32(gradientNorm!)) {
        const what = isFloat32(loss!) ? `a gradient of norm ${gradientNorm}` : `a loss of ${loss}`;
        const first = await method.firstNotFinite(inputs, numbers);
        const origin = first ? `${first} is the first that is not finite` : 'computed again, it was finite';
        const expected = 'a finite loss and gradient';
        throw new MosaError('diverged', `training step ${number}`, expected, `${what}; ${origin}`);
      }
      step = number;
      return {
        step: number,
        loss: loss!,
        gradientNorm: gradientNorm!,
        learningRate: learningRateAt(optimizer, number),
        outputs: modelOutputs(results),
      };
    } catch (error) {
      free(results);
      throw error;
    }
  }

  async function evaluateNow(inputs: TensorInputs): Promise<Pick<StepReport, 'loss' | 'outputs'>> {
    const { loss, outputs } = await method.evaluate(inputs);
    return { loss, outputs: modelOutputs(outputs) };
  }

  async function stateNow(): Promise<TrainingState> {
    const { read } = carried;
    const { parameters, first, second, buffers } = stateNames;
    return {
      step,
      parameters: unpackHost(layout.parameters, await read(parameters)),
      buffers: carried.types[buffers] ? unpackHost(layout.buffers, await read(buffers)) : {},
      moments: {
        first: unpackHost(layout.parameters, await read(first)),
        second: unpackHost(layout.parameters, await read(second)),
      },
    };
  }

  // One after another, since each step works on what the one before left.
  const enqueue = createQueue();
  const inTurn = <R>(where: string, task: () => Promise<R>): Promise<R> =>
    enqueue(async () => {
      alive(where);
      return task();
    });
  const dispose = async () => {
    if (disposed) return;
    await enqueue(async () => {
      if (disposed) return;
      disposed = true;
      await allInTurn([carried.dispose, method.dispose]);
    });
  };
  return {
    get step() {
      return step;
    },
    graph: method.graph,
    async run(inputs) {
      const given = ownInputs(inputs);
      return inTurn('run', () => runNow(given));
    },
    async evaluate(inputs) {
      const given = ownInputs(inputs);
      return inTurn('evaluate', () => evaluateNow(given));
    },
    state: () => inTurn('state', stateNow),
    dispose,
    [disposeSymbol]: () => void dispose(),
  };
}

/**
 * A state as a step takes it. A function of its own, so that the trainer's others do not keep the tensors that were given.
 * @throws MosaError `weight`; `data`, `shape` or `dtype` for what is no tensor
 */
function packState(
  { parameters, buffers }: ReturnType<typeof modelLayout>,
  state: TrainingState,
): Record<string, HostTensor> {
  const moment = (which: 'first' | 'second') =>
    state.moments
      ? packHost(parameters, state.moments[which], `${which} moment`)
      : giveUp(hostTensor(new Float32Array(parameters.size), [parameters.size]));
  const packed = {
    [stateNames.parameters]: packHost(parameters, state.parameters, 'parameter'),
    [stateNames.first]: moment('first'),
    [stateNames.second]: moment('second'),
  };
  const packedBuffers = packHost(buffers, state.buffers ?? {}, 'buffer');
  return buffers.size > 0 ? { ...packed, [stateNames.buffers]: packedBuffers } : packed;
}

/** What a step takes for finite, in float64, too. */
function isFloat32(value: number): boolean {
  return Math.abs(value) <= largestFloat32;
}

function modelOutputs(results: Record<string, DeviceTensor>): Record<string, DeviceTensor> {
  const named = Object.entries(results).filter(([name]) => name.startsWith('output/'));
  return Object.fromEntries(named.map(([name, tensor]) => [name.slice('output/'.length), tensor]));
}
