import { checkFields } from '../check-fields';
import type { Graph } from '../graph/graph';
import { SharingTracer } from '../graph/sharing-tracer';
import { type Traced, Tracer } from '../graph/tracer';
import { constantScalar } from '../ops/constants';
import type { Shape } from '../types';
import { type Layout, layoutOf, pack, unpack } from './layout';
import { microModel } from './micro-batch';
import { sumsGraph, type TrainableModel } from './model';
import {
  declare,
  declareOptimizer,
  declareState,
  declareVector,
  differentiate,
  modelLayout,
  modelOutputs,
  type StepOptions,
  stateNames,
  stepFields,
} from './step-graph';

/** Names of what a step in micro-batches adds up. */
export const runningNames = {
  /** [P] */
  gradient: 'state/gradient',
  /** [1 + S]: the loss, then the model's sums. */
  sums: 'state/sums',
  /** [1], a zero: what the sums begin with. */
  zero: 'state/zero',
} as const;

export interface AccumulateOptions extends StepOptions {
  /** Micro-batches of a step: a whole number from 1. */
  readonly accumulate: number;
}

/** A training step in micro-batches, as programs. Together they make what `stepGraph` makes, up to rounding. */
export interface AccumulatedGraphs {
  /** Inputs: `state/zero` [1]. Outputs: `state/gradient` [P] and `state/sums` [1 + S], all 0. */
  readonly start: Graph;
  /**
   * Inputs: the model's, of a micro-batch, parameters and buffers, `state/gradient` and `state/sums`. Outputs: both with the
   * micro-batch added to them, and the model's `output/NAME`.
   */
  readonly gradient: Graph;
  /**
   * Inputs: the state, `state/numbers` [3], and both sums after the last micro-batch. Outputs: the new state and `report`
   * [2], as of `stepGraph`, from the mean gradient and the mean loss.
   */
  readonly update: Graph;
}

/** @throws MosaError `config` for a model or a batch that cannot be cut so */
export function accumulatedGraphs(model: TrainableModel, options: AccumulateOptions): AccumulatedGraphs {
  checkFields(options, [...stepFields, 'accumulate'], 'accumulatedGraphs options');
  const { accumulate } = options;
  const micro = microModel(model, accumulate);
  const graph = sumsGraph(micro);
  const sums = sumsLayout(graph);
  return {
    start: startGraph(model, sums),
    gradient: gradientGraph(micro, graph, sums, options),
    update: updateGraph(model, sums, options),
  };
}

/** The model's sums, as a graph of its loss gives them. */
function sumsLayout(graph: Graph): Layout {
  const shapes = Object.entries(graph.outputs).flatMap(([name, id]): [string, Shape][] =>
    name.startsWith('sum/') ? [[name.slice('sum/'.length), graph.nodes[id]!.type.shape]] : [],
  );
  return layoutOf(Object.fromEntries(shapes));
}

function startGraph(model: TrainableModel, sums: Layout): Graph {
  const tracer = new Tracer();
  const zero = declareVector(tracer, runningNames.zero, 1);
  return tracer.finish({
    [runningNames.gradient]: tracer.ops.broadcastTo(zero, [modelLayout(model).parameters.size]),
    [runningNames.sums]: tracer.ops.broadcastTo(zero, [1 + sums.size]),
  });
}

function gradientGraph(micro: TrainableModel, graph: Graph, sums: Layout, options: AccumulateOptions): Graph {
  const layout = modelLayout(micro);
  const tracer = new SharingTracer();
  const { ops } = tracer;
  const { place } = declare(tracer, micro, layout);
  const running = declareRunning(tracer, layout.parameters, sums);
  const { values, gradients } = differentiate(tracer, graph, place, layout, options);
  const named = Object.fromEntries(sums.entries.map(({ name }) => [name, values[graph.outputs[`sum/${name}`]!]!]));
  const loss = ops.reshape(values[graph.outputs.loss!]!, [1]);
  return ops.scope('accumulate', () =>
    tracer.finish({
      [runningNames.gradient]: ops.add(running.gradient, pack(ops, layout.parameters, gradients)),
      [runningNames.sums]: ops.add(
        running.sums,
        joined(ops, [loss, ...(sums.size > 0 ? [pack(ops, sums, named)] : [])]),
      ),
      ...modelOutputs(graph, values),
    }),
  );
}

function updateGraph(model: TrainableModel, sums: Layout, { optimizer, accumulate }: AccumulateOptions): Graph {
  const layout = modelLayout(model);
  const tracer = new SharingTracer();
  const { ops } = tracer;
  const { parameters, buffers } = declareState(tracer, layout);
  const optimize = declareOptimizer(tracer, layout, optimizer, parameters);
  const running = declareRunning(tracer, layout.parameters, sums);
  const mean = (sum: Traced) => ops.div(sum, constantScalar(ops, accumulate));
  return ops.scope('optimizer', () => {
    const loss = ops.reshape(ops.slice(running.sums, [0], [1]), []);
    const { outputs, unlessDiverged } = optimize(mean(loss), mean(running.gradient));
    if (!buffers) return tracer.finish(outputs);
    const old = unpack(ops, layout.buffers, buffers);
    const counted = sums.size > 0 ? unpack(ops, sums, ops.slice(running.sums, [1], [sums.size])) : {};
    const next = { ...old, ...model.moveBuffers?.(ops, old, counted) };
    return tracer.finish({
      ...outputs,
      [stateNames.buffers]: unlessDiverged(pack(ops, layout.buffers, next), buffers),
    });
  });
}

function declareRunning(tracer: Tracer, parameters: Layout, sums: Layout) {
  return {
    gradient: declareVector(tracer, runningNames.gradient, parameters.size),
    sums: declareVector(tracer, runningNames.sums, 1 + sums.size),
  };
}

function joined(ops: Tracer['ops'], parts: readonly Traced[]): Traced {
  return parts.length === 1 ? parts[0]! : ops.concat(parts, 0);
}
