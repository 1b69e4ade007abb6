import { decompose, type Graph, type HostTensor, loadKernels } from '@mosa-js/core';
import { fromHost } from '@mosa-js/reference';
import { type Arithmetic, type Bounded, withError } from './bounded';
import { boundedKernels } from './kernels';

/**
 * Runs a graph in float64 and bounds, for every element of every output, the error that correct arithmetic may make.
 * @param inputs inputs and weights by name, taken as exact
 */
export function evaluateWithBounds(
  graph: Graph,
  inputs: Readonly<Record<string, HostTensor>>,
  arithmetic: Arithmetic,
): Record<string, Bounded> {
  const placed = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => [name, withError(fromHost(tensor.data, tensor), () => 0)]),
  );
  const lowered = decompose(graph, new Set(['select']));
  const runtime = { kernels: boundedKernels(arithmetic), free: () => {}, alias: (x: Bounded) => x };
  return loadKernels(lowered, placed, runtime).run(placed);
}
