import { MosaError } from '../error';
import { differentiable } from '../gradient/differentiable';
import type { Graph } from '../graph/graph';
import { trace } from '../graph/trace';
import type { Named, Traced } from '../graph/tracer';
import type { TensorOps } from '../ops/interface';
import type { Shape, TensorType } from '../types';

/** What a model makes of a batch. */
export interface LossResult<T> {
  /** float32 []: what training makes small. */
  readonly loss: T;
  /** Whatever else a caller wants to read. */
  readonly outputs?: Named<T>;
  /** New values of buffers, from this batch; one that is not named stays as it was. Such a model cannot be accumulated. */
  readonly buffers?: Named<T>;
  /** float32, in training: sums over the sequences of the batch, from which `moveBuffers` makes new buffers. Default none. */
  readonly sums?: Named<T>;
}

/** Where sequences lie side by side, by name: an axis, 0 or more. */
export interface BatchAxes {
  /** Of inputs. One that is not named belongs to the batch as a whole: every micro-batch gets all of it. */
  readonly inputs: Named<number>;
  /** Of the model's outputs: every one that it has. */
  readonly outputs?: Named<number>;
}

/** Something that learns: parameters, what comes with every step, and a loss. Written against the tensor interface alone. */
export interface TrainableModel {
  /** float32, trained by gradient: shapes by name. */
  readonly parameters: Named<Shape>;
  /** float32, kept from step to step by a rule of the model's own, such as the centres of routing heads. Default none. */
  readonly buffers?: Named<Shape>;
  /** Types of what comes with every step. Names are the model's own but for those that start with `state/`. */
  readonly inputs: Named<TensorType>;
  /**
   * How a batch is cut into micro-batches, for `accumulate`. An axis may be longer than the batch has sequences, such as
   * B·T for a key of every token, as long as the parts of a sequence lie side by side.
   */
  readonly batchAxes?: BatchAxes;
  /**
   * To be accumulated, the loss must be a mean over sequences of equal weight, and take its sizes from its inputs: `loss` is
   * then asked for the loss of a micro-batch.
   * @param parameters parameters and buffers by name
   * @param training false for evaluation: no dropout, and `buffers` is not asked for
   */
  loss<T>(ops: TensorOps<T>, inputs: Named<T>, parameters: Named<T>, training: boolean): LossResult<T>;
  /**
   * New values of buffers after a step; one that is not named stays as it was. Default: the loss's `buffers`.
   * @param buffers as they were in the step
   * @param sums what the loss summed up, over the whole batch
   */
  moveBuffers?<T>(ops: TensorOps<T>, buffers: Named<T>, sums: Named<T>): Named<T>;
}

/** Outputs of the graph of a model: `loss`, `output/NAME` and `buffer/NAME`. Parameters and buffers are its weights. */
export function lossGraph(model: TrainableModel, training: boolean): Graph {
  return graphOf(model, training, (ops, { buffers = {}, sums = {} }, weights) => {
    if (!training) return {};
    const old = Object.fromEntries(Object.keys(model.buffers ?? {}).map((name) => [name, weights[name]!]));
    return under('buffer', { ...buffers, ...model.moveBuffers?.(ops, old, sums) });
  });
}

/**
 * The same in training, before buffers are moved: `loss`, `output/NAME` and `sum/NAME`.
 * @throws MosaError `config` where the loss itself gives new buffers
 */
export function sumsGraph(model: TrainableModel): Graph {
  return graphOf(model, true, (_ops, { buffers = {}, sums = {} }) => {
    const moved = Object.keys(buffers);
    if (moved.length === 0) return under('sum', sums);
    const actual = `new values of ${moved.join(', ')} from its loss`;
    throw new MosaError('config', 'trainer accumulate', 'a model that moves buffers by sums and moveBuffers', actual);
  });
}

function graphOf(
  model: TrainableModel,
  training: boolean,
  more: (ops: TensorOps<Traced>, result: LossResult<Traced>, weights: Named<Traced>) => Named<Traced>,
): Graph {
  const float = (shapes: Named<Shape>) =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: 'float32' } as const]));
  const graph = trace(
    (ops, inputs, weights) => {
      const result = model.loss<Traced>(ops, inputs, weights, training);
      return { loss: result.loss, ...under('output', result.outputs ?? {}), ...more(ops, result, weights) };
    },
    { inputs: model.inputs, weights: { ...float(model.parameters), ...float(model.buffers ?? {}) } },
  );
  return training ? differentiable(graph) : graph;
}

function under(prefix: string, named: Named<Traced>): Named<Traced> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`${prefix}/${name}`, value]));
}
