import { backward } from '../gradient/backward';
import type { Graph, PlaceholderNode } from '../graph/graph';
import { inline } from '../graph/inline';
import { type Traced, Tracer } from '../graph/trace';
import type { FusedOpName } from '../ops/attributes';
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
  /** Fused ops that stay whole, because the backend has kernels for them. Default select alone. */
  readonly fused?: readonly FusedOpName[];
}

export function modelLayout(model: TrainableModel): ModelLayout {
  return { parameters: layoutOf(model.parameters), buffers: layoutOf(model.buffers ?? {}) };
}

/**
 * A whole training step as one graph: forward, backward, clipping, AdamW.
 * Inputs: the model's, the state, and `state/numbers` [3]. Outputs: the new state, `report` [2] with the loss and the norm
 * of the gradient before clipping, and the model's `output/NAME`.
 */
export function stepGraph(
  model: TrainableModel,
  { optimizer, recompute, fused = ['selectIndices'] }: StepOptions,
): Graph {
  const graph = lossGraph(model, true);
  const layout = modelLayout(model);
  const whole = new Set(fused);
  const tracer = new Tracer({ share: true });
  const { ops } = tracer;
  const { place, state } = declare(tracer, model, layout);
  const vector = (name: string) =>
    tracer.placeholder('input', name, { shape: [layout.parameters.size], dtype: 'float32' });
  const [first, second] = [vector(stateNames.first), vector(stateNames.second)];
  const numbers = tracer.placeholder('input', stateNames.numbers, { shape: [3], dtype: 'float32' });

  const values = inline(tracer, graph, place, whole);
  const ids = idsByName(graph);
  const wanted = layout.parameters.entries.map(({ name }) => ids.get(name)!);
  const gradients = backward(tracer, graph, values, graph.outputs.loss!, wanted, { fused: whole, recompute });
  const byName = Object.fromEntries(layout.parameters.entries.map(({ name }, i) => [name, gradients.get(wanted[i]!)!]));

  return ops.scope('optimizer', () => {
    const gradient = pack(ops, layout.parameters, byName);
    const old = { parameters: state.parameters, first, second };
    const { norm, ...next } = adamW(ops, layout.parameters, optimizer, old, gradient, numbers);
    const one = (x: Traced) => ops.reshape(x, [1]);
    const report = ops.concat([one(values[graph.outputs.loss!]!), one(norm)], 0);
    return tracer.finish({
      report,
      [stateNames.parameters]: next.parameters,
      [stateNames.first]: next.first,
      [stateNames.second]: next.second,
      ...(state.buffers ? { [stateNames.buffers]: pack(ops, layout.buffers, nextBuffers(graph, values, ids)) } : {}),
      ...modelOutputs(graph, values),
    });
  });
}

/** The loss alone, from the same state. Outputs: `report` [1] and the model's `output/NAME`. */
export function evaluationGraph(model: TrainableModel): Graph {
  const graph = lossGraph(model, false);
  const tracer = new Tracer({ share: true });
  const { place } = declare(tracer, model, modelLayout(model));
  const values = inline(tracer, graph, place, new Set(['selectIndices', 'attention']));
  const report = tracer.ops.reshape(values[graph.outputs.loss!]!, [1]);
  return tracer.finish({ report, ...modelOutputs(graph, values) });
}

/** Inputs of a graph over a model's state, and what stands for each of the model's own placeholders. */
function declare(tracer: Tracer, model: TrainableModel, layout: ModelLayout) {
  const { ops } = tracer;
  const inputs = Object.fromEntries(
    Object.entries(model.inputs).map(([name, type]) => [name, tracer.placeholder('input', name, type)]),
  );
  const vector = (name: string, { size }: Layout) =>
    tracer.placeholder('input', name, { shape: [size], dtype: 'float32' });
  const parameters = vector(stateNames.parameters, layout.parameters);
  const buffers = layout.buffers.size > 0 ? vector(stateNames.buffers, layout.buffers) : undefined;
  const weights = ops.scope('state', () => ({
    ...unpack(ops, layout.parameters, parameters),
    ...(buffers ? unpack(ops, layout.buffers, buffers) : {}),
  }));
  const place = ({ kind, name }: PlaceholderNode): Traced => (kind === 'input' ? inputs[name]! : weights[name]!);
  return { place, state: { parameters, buffers } };
}

function idsByName(graph: Graph): Map<string, number> {
  return new Map(
    graph.nodes.flatMap((node) => (node.op === 'placeholder' && node.kind === 'weight' ? [[node.name, node.id]] : [])),
  );
}

function nextBuffers(graph: Graph, values: readonly Traced[], ids: Map<string, number>): Record<string, Traced> {
  return Object.fromEntries([...ids].map(([name, id]) => [name, values[graph.outputs[`buffer/${name}`] ?? id]!]));
}

function modelOutputs(graph: Graph, values: readonly Traced[]): Record<string, Traced> {
  const named = Object.entries(graph.outputs).filter(([name]) => name.startsWith('output/'));
  return Object.fromEntries(named.map(([name, id]) => [name, values[id]!]));
}
