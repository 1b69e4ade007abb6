import type { Graph } from './graph';
import { SharingTracer } from './sharing-tracer';
import { type Build, type TraceTypes, traceBy } from './trace';

/**
 * `trace`, but for ops that are asked for again with the same operands and attributes, which are computed once. Constants of the
 * same data are one.
 */
export function traceShared(build: Build, types: TraceTypes): Graph {
  return traceBy(new SharingTracer(), build, types);
}
