import type { Graph, HostTensor, Named } from '@mosa-js/core';
import { decompose, type HalfFormat, heldValues, loadKernels } from '@mosa-js/core/adapter';
import { fromHost } from '@mosa-js/reference';
import { type Arithmetic, type Bounded, withError } from './bounded';
import { boundedKernels } from './kernels';
import { roundedWithBounds } from './rounded';

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

/** What is carried in 16 bits, as `load` of an adapter is told. */
export interface CarriedFormats {
  readonly carry: Named<string>;
  readonly formats: Named<HalfFormat>;
}

/** The same of a graph that carries some of its outputs in 16 bits: inputs are what came out of a run before. */
export function evaluateCarried(
  graph: Graph,
  inputs: Named<HostTensor>,
  arithmetic: Arithmetic,
  carried: CarriedFormats,
): Evaluated {
  return evaluate(graph, inputs, arithmetic, carried);
}

function evaluate(
  graph: Graph,
  inputs: Named<HostTensor>,
  arithmetic: Arithmetic,
  carried?: CarriedFormats,
): Evaluated {
  const placed = Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => [name, withError(fromHost(tensor.data, tensor), () => 0)]),
  );
  const lowered = decompose(graph, new Set(['selectIndices', 'causalSelect', 'drawToken']));
  const held = carried && { ...heldValues(lowered, carried.carry, carried.formats), round: roundedWithBounds };
  const runtime = { kernels: boundedKernels(arithmetic), free: () => {}, alias: (x: Bounded) => x, held };
  return loadKernels(lowered, placed, runtime).run(placed);
}
