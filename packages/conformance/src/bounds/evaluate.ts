import type { Graph, HostTensor, Named } from '@mosa-js/core';
import { decompose, loadKernels } from '@mosa-js/core/adapter';
import { fromHost } from '@mosa-js/reference';
import { type Arithmetic, type Bounded, withError } from './bounded';
import { boundedKernels } from './kernels';

export type Evaluated = Record<string, Bounded>;

/** Gives the values of an evaluation, from wherever it has them or by evaluating. */
export type Keeper = (
  graph: Graph,
  inputs: Named<HostTensor>,
  arithmetic: Arithmetic,
  evaluate: () => Evaluated,
) => Evaluated;

let keeper: Keeper = (_graph, _inputs, _arithmetic, evaluate) => evaluate();

/** From now on, evaluations of this process ask `by` first, such as for what other processes have evaluated. */
export function keepEvaluated(by: Keeper): void {
  keeper = by;
}

/**
 * Runs a graph in float64 and bounds, for every element of every output, the error that correct arithmetic may make.
 * @param inputs inputs and weights by name, taken as exact
 */
export function evaluateWithBounds(graph: Graph, inputs: Named<HostTensor>, arithmetic: Arithmetic): Evaluated {
  return keeper(graph, inputs, arithmetic, () => evaluate(graph, inputs, arithmetic));
}

function evaluate(graph: Graph, inputs: Named<HostTensor>, arithmetic: Arithmetic): Evaluated {
  const placed = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => [name, withError(fromHost(tensor.data, tensor), () => 0)]),
  );
  const lowered = decompose(graph, new Set(['selectIndices', 'causalSelect', 'drawToken']));
  const runtime = { kernels: boundedKernels(arithmetic), free: () => {}, alias: (x: Bounded) => x };
  return loadKernels(lowered, placed, runtime).run(placed);
}
