import type { TensorOps } from '../ops/interface';
import type { TensorType } from '../types';
import type { Graph, InputType, PlaceholderNode } from './graph';
import { type Named, type Traced, Tracer } from './tracer';

/** What a trace is made of: ops on symbols for inputs and weights. */
export type Build = (ops: TensorOps<Traced>, inputs: Named<Traced>, weights: Named<Traced>) => Named<Traced>;

export interface TraceTypes {
  readonly inputs: Named<InputType>;
  readonly weights?: Named<TensorType>;
}

/**
 * Runs a function once on symbols and returns the graph of what it did.
 * @throws MosaError where the function asks for an impossible shape or dtype: nothing has touched a device yet
 */
export function trace(build: Build, types: TraceTypes): Graph {
  return traceBy(new Tracer(), build, types);
}

/** The same by a tracer of one's own. */
export function traceBy(tracer: Tracer, build: Build, types: TraceTypes): Graph {
  const declare = (kind: PlaceholderNode['kind'], named: Named<InputType>) =>
    Object.fromEntries(Object.entries(named).map(([name, type]) => [name, tracer.placeholder(kind, name, type)]));
  const inputs = declare('input', types.inputs);
  const weights = declare('weight', types.weights ?? {});
  return tracer.finish(build(tracer.ops, inputs, weights));
}
