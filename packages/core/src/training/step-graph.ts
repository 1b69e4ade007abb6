import { checkFields } from '../check-fields';
import { backward } from '../gradient/backward';
import { type GraphTarget, wholeOps } from '../gradient/whole-ops';
import type { Graph, PlaceholderNode } from '../graph/graph';
import { inline } from '../graph/inline';
import { SharingTracer } from '../graph/sharing-tracer';
import type { Traced, Tracer } from '../graph/tracer';
import { fusedOps } from '../ops/attributes';
import { isFiniteNumber } from '../ops/finite';
import { decompositions } from '../ops/fused';
import { type Layout, layoutOf, pack, unpack } from './layout';
import { lossGraph, type TrainableModel } from './model';
import { adamW, type OptimizerConfig } from './optimizer';

/** Names under which a step takes and gives what it keeps. Vectors: parameters and moments [P], buffers [Q]. */
export const stateNames = {
  parameters: 'state/parameters',
  first: 'state/first',
  second: 'state/second',
  buffers: 'state/buffers',
  numbers: 'state/numbers',
} as const;

export interface ModelLayout {
  readonly parameters: Layout;
  readonly buffers: Layout;
}

export interface StepOptions {
  readonly optimizer: OptimizerConfig;
  /** Scopes whose values are computed again in the backward pass. Default none. */
  readonly recompute?: readonly string[];
  /** The backend that is to run it, as for `gradient`. */
  readonly backend?: GraphTarget;
}

export const stepFields = ['optimizer', 'recompute', 'backend'] as const;

export function modelLayout(model: TrainableModel): ModelLayout {
  return { parameters: layoutOf(model.parameters), buffers: layoutOf(model.buffers ?? {}) };
}

/**
 * A whole training step as one graph: forward, backward, clipping, AdamW.
 * Inputs: the model's, the state, and `state/numbers` [3]. Outputs: the new state, `report` [2] with the loss and the norm
 * of the gradient before clipping, and the model's `output/NAME`. Where one of the two is not finite, the new state is the
 * old one, so a program may carry it.
 */
export function stepGraph(model: TrainableModel, given: StepOptions): Graph {
  checkFields(given, stepFields, 'stepGraph options');
  const { optimizer, ...options } = given;
  const graph = lossGraph(model, true);
  const layout = modelLayout(model);
  const tracer = new SharingTracer();
  const { ops } = tracer;
  const { place, state } = declare(tracer, model, layout);
  const optimize = declareOptimizer(tracer, layout, optimizer, state.parameters);
  const { values, ids, gradients } = differentiate(tracer, graph, place, layout, options);
  return ops.scope('optimizer', () => {
    const { outputs, unlessDiverged } = optimize(values[graph.outputs.loss!]!, pack(ops, layout.parameters, gradients));
    const buffers = state.buffers && pack(ops, layout.buffers, nextBuffers(graph, values, ids));
    return tracer.finish({
      ...outputs,
      ...(buffers ? { [stateNames.buffers]: unlessDiverged(buffers, state.buffers!) } : {}),
      ...modelOutputs(graph, values),
    });
  });
}

/** The loss alone, from the same state. Outputs: `report` [1] and the model's `output/NAME`. */
export function evaluationGraph(model: TrainableModel): Graph {
  const graph = lossGraph(model, false);
  const tracer = new SharingTracer();
  const { place } = declare(tracer, model, modelLayout(model));
  const values = inline(tracer, graph, place, new Set(fusedOps), decompositions);
  const report = tracer.ops.reshape(values[graph.outputs.loss!]!, [1]);
  return tracer.finish({ report, ...modelOutputs(graph, values) });
}

/**
 * Writes the forward and the backward pass of a model's graph into a trace.
 * @returns what stands for the nodes of the graph, ids of its weights by name, and the gradients of the parameters by name
 */
export function differentiate(
  tracer: SharingTracer,
  graph: Graph,
  place: (node: PlaceholderNode) => Traced,
  layout: ModelLayout,
  { recompute, backend }: Omit<StepOptions, 'optimizer'>,
) {
  const whole = wholeOps(backend);
  const values = inline(tracer, graph, place, whole, decompositions);
  const ids = idsByName(graph);
  const { entries } = layout.parameters;
  const wanted = entries.map(({ name }) => ids.get(name)!);
  const found = backward(tracer, graph, values, graph.outputs.loss!, wanted, { fused: whole, recompute });
  const gradients = Object.fromEntries(entries.map(({ name }, i) => [name, found.get(wanted[i]!)!]));
  return { values, ids, gradients };
}

/** What a step makes of a loss and its gradient. */
interface Optimized {
  readonly outputs: Record<string, Traced>;
  unlessDiverged(next: Traced, before: Traced): Traced;
}

/**
 * Moments and numbers as inputs of a graph, and what is to be done with them.
 * @returns makes of a loss [] and its gradient [P] the outputs `report`, parameters and moments, and says what of anything
 *   new and old is next: the old one where the loss or the norm of the gradient is not finite
 */
export function declareOptimizer(
  tracer: Tracer,
  layout: ModelLayout,
  optimizer: OptimizerConfig,
  parameters: Traced,
): (loss: Traced, gradient: Traced) => Optimized {
  const { ops } = tracer;
  const first = declareVector(tracer, stateNames.first, layout.parameters.size);
  const second = declareVector(tracer, stateNames.second, layout.parameters.size);
  const numbers = declareVector(tracer, stateNames.numbers, 3);
  return (loss, gradient) => {
    const old = { parameters, first, second };
    const { norm, ...next } = adamW(ops, layout.parameters, optimizer, old, gradient, numbers);
    const one = (x: Traced) => ops.reshape(x, [1]);
    const isUsable = ops.and(isFiniteNumber(ops, loss), isFiniteNumber(ops, norm)); // []
    const unlessDiverged = (next: Traced, before: Traced) => ops.where(isUsable, next, before);
    const outputs = {
      report: ops.concat([one(loss), one(norm)], 0),
      [stateNames.parameters]: unlessDiverged(next.parameters, parameters),
      [stateNames.first]: unlessDiverged(next.first, first),
      [stateNames.second]: unlessDiverged(next.second, second),
    };
    return { outputs, unlessDiverged };
  };
}

/** Inputs of a graph over a model's state, and what stands for each of the model's own placeholders. */
export function declare(tracer: Tracer, model: TrainableModel, layout: ModelLayout) {
  const inputs = Object.fromEntries(
    Object.entries(model.inputs).map(([name, type]) => [name, tracer.placeholder('input', name, type)]),
  );
  const state = declareState(tracer, layout);
  const weights = tracer.ops.scope('state', () => ({
    ...unpack(tracer.ops, layout.parameters, state.parameters),
    ...(state.buffers ? unpack(tracer.ops, layout.buffers, state.buffers) : {}),
  }));
  const place = ({ kind, name }: PlaceholderNode): Traced => (kind === 'input' ? inputs[name]! : weights[name]!);
  return { place, state };
}

/** Parameters [P] and, where there are any, buffers [Q] as inputs. */
export function declareState(tracer: Tracer, { parameters, buffers }: ModelLayout) {
  return {
    parameters: declareVector(tracer, stateNames.parameters, parameters.size),
    buffers: buffers.size > 0 ? declareVector(tracer, stateNames.buffers, buffers.size) : undefined,
  };
}

export function declareVector(tracer: Tracer, name: string, size: number): Traced {
  return tracer.placeholder('input', name, { shape: [size], dtype: 'float32' });
}

function idsByName(graph: Graph): Map<string, number> {
  return new Map(
    graph.nodes.flatMap((node) => (node.op === 'placeholder' && node.kind === 'weight' ? [[node.name, node.id]] : [])),
  );
}

function nextBuffers(graph: Graph, values: readonly Traced[], ids: Map<string, number>): Record<string, Traced> {
  return Object.fromEntries([...ids].map(([name, id]) => [name, values[graph.outputs[`buffer/${name}`] ?? id]!]));
}

/** The model's `output/NAME`. */
export function modelOutputs(graph: Graph, values: readonly Traced[]): Record<string, Traced> {
  const named = Object.entries(graph.outputs).filter(([name]) => name.startsWith('output/'));
  return Object.fromEntries(named.map(([name, id]) => [name, values[id]!]));
}
