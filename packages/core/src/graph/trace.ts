import type { TensorOps } from '../ops/interface';
import type { TensorType } from '../types';
import type { Graph, InputType, PlaceholderNode } from './graph';
import { SharingTracer } from './sharing-tracer';
import { type Named, type Traced, Tracer } from './tracer';

export interface TraceOptions {
  /** Ops asked for again, with the same operands and attributes, are computed once. Default false: each as often as it is asked for. */
  readonly share?: boolean;
}

/**
 * Runs a function once on symbols and returns the graph of what it did.
 * @throws MosaError where the function asks for an impossible shape or dtype: nothing has touched a device yet
 */
export function trace(
  build: (ops: TensorOps<Traced>, inputs: Named<Traced>, weights: Named<Traced>) => Named<Traced>,
  types: { inputs: Named<InputType>; weights?: Named<TensorType> },
  { share = false }: TraceOptions = {},
): Graph {
  const tracer = share ? new SharingTracer() : new Tracer();
  const declare = (kind: PlaceholderNode['kind'], named: Named<InputType>) =>
    Object.fromEntries(Object.entries(named).map(([name, type]) => [name, tracer.placeholder(kind, name, type)]));
  const inputs = declare('input', types.inputs);
  const weights = declare('weight', types.weights ?? {});
  return tracer.finish(build(tracer.ops, inputs, weights));
}
