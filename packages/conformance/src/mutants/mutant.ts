import type { Backend, Graph, TensorOps, Traced } from '@mosa-js/core';
import { type GraphNode, Tracer, unfused } from '@mosa-js/core/adapter';

/** A backend that is wrong in one way, made from one that is right. */
export interface Mutant {
  /** Short and stable: `ties-to-higher-position`. */
  readonly name: string;
  /** Ops that it does wrongly: cases of these are tried first. Default: it is wrong around the numbers. */
  readonly ops?: readonly string[];
  /** What it leaves behind of the backend's own, its keeper frees. */
  mutate(backend: Backend): Backend;
}

/** What a wrong backend does instead of a node; undefined where it does the right thing. */
export type Rewrite = (
  ops: TensorOps<Traced>,
  node: GraphNode,
  inputs: readonly Traced[],
  backend: Backend,
) => Traced | undefined;

/** A mutant whose programs are built from wrongly changed graphs. Works on any backend, with that backend's own kernels. */
export function rewriting(name: string, rewrite: Rewrite): Mutant {
  return {
    name,
    mutate: (backend) => ({
      ...backend,
      async compile(graph, options) {
        const program = await backend.compile(rewritten(graph, rewrite, backend), options);
        return { ...program, graph };
      },
    }),
  };
}

function rewritten(graph: Graph, rewrite: Rewrite, backend: Backend): Graph {
  const tracer = new Tracer();
  const made: Traced[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => made[id]!);
    if (node.op === 'placeholder') made.push(tracer.place(node));
    else made.push(rewrite(tracer.ops, node, inputs, backend) ?? tracer.copy(node, inputs));
  }
  const wrong = tracer.finish(Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, made[id]!])));
  return graph.unfused ? unfused(wrong) : wrong;
}
