import type { Graph } from '../graph/graph';
import { type Named, type Traced, trace } from '../graph/trace';
import type { TensorOps } from '../ops/interface';
import type { Shape, TensorType } from '../types';

/** What a model makes of a batch. */
export interface LossResult<T> {
  /** float32 []: what training makes small. */
  readonly loss: T;
  /** Whatever else a caller wants to read. */
  readonly outputs?: Named<T>;
  /** New values of buffers; one that is not named stays as it was. */
  readonly buffers?: Named<T>;
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
   * @param parameters parameters and buffers by name
   * @param training false for evaluation: no dropout, and `buffers` is not asked for
   */
  loss<T>(ops: TensorOps<T>, inputs: Named<T>, parameters: Named<T>, training: boolean): LossResult<T>;
}

/** Outputs of the graph of a model: `loss`, `output/NAME` and `buffer/NAME`. Parameters and buffers are its weights. */
export function lossGraph(model: TrainableModel, training: boolean): Graph {
  const float = (shapes: Named<Shape>) =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: 'float32' } as const]));
  return trace(
    (ops, inputs, weights) => {
      const { loss, outputs = {}, buffers = {} } = model.loss<Traced>(ops, inputs, weights, training);
      const under = (prefix: string, named: Named<Traced>) =>
        Object.entries(named).map(([name, value]) => [`${prefix}/${name}`, value] as const);
      return {
        loss,
        ...Object.fromEntries([...under('output', outputs), ...under('buffer', training ? buffers : {})]),
      };
    },
    { inputs: model.inputs, weights: { ...float(model.parameters), ...float(model.buffers ?? {}) } },
  );
}
