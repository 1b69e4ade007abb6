import type { Backend, Graph, HostTensor, Named } from '@mosa-js/core';
import { type Arithmetic, type Bounded, float32, float64 } from '../bounds/bounded';
import { evaluateWithBounds } from '../bounds/evaluate';

/** What a case runs. */
export interface GraphSpec {
  readonly graph: Graph;
  /** Inputs and weights by name. */
  readonly tensors: Named<HostTensor>;
}

/** A graph with its data and what must come out, made when they are first asked for. */
export interface Prepared extends GraphSpec {
  /** Values and bounds of every output in the arithmetic that the backend is judged by. */
  expected(backend: Backend): Record<string, Bounded>;
}

/** The ops of graphs. */
export function opsOf(...graphs: readonly Graph[]): ReadonlySet<string> {
  return new Set(graphs.flatMap(({ nodes }) => nodes.map(({ op }) => op)));
}

export function lazily<R>(make: () => R): () => R {
  let made: { readonly value: R } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The arithmetic that a backend is judged by. */
export function arithmeticOf(backend: Backend): Arithmetic {
  return backend.capabilities.precision === 'float64' ? float64 : float32;
}

/** Remembers what `compute` gave for each arithmetic. */
export function byArithmetic<R>(compute: (arithmetic: Arithmetic) => R): (backend: Backend) => R {
  const known = new Map<Arithmetic, R>();
  return (backend) => {
    const arithmetic = arithmeticOf(backend);
    const found = known.get(arithmetic);
    if (found !== undefined) return found;
    const made = compute(arithmetic);
    known.set(arithmetic, made);
    return made;
  };
}

export function prepare(make: () => GraphSpec): Prepared {
  const spec = lazily(make);
  // Kept, since mutants and tests run every case many times.
  const expected = byArithmetic((arithmetic) => evaluateWithBounds(spec().graph, spec().tensors, arithmetic));
  return {
    get graph() {
      return spec().graph;
    },
    get tensors() {
      return spec().tensors;
    },
    expected,
  };
}
