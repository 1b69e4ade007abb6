import { sizeOf } from '../types';
import { elementwiseOps } from './elementwise';
import type { AnyNode, Graph } from './graph';

/** Elements of what is moved at most: what is needed later stays in memory for longer. */
const few = 1024;

/**
 * The same graph with small elementwise ops, and sums and maxima of small tensors, as early as their operands are there. So
 * those that read the same meet, and run as one, which costs nothing where starting a program takes longer than running it.
 */
export function hoistSmall(graph: Graph): Graph {
  const place: number[] = [];
  const sizes = graph.nodes.map(({ type }) => sizeOf(type.shape));
  const isSmall = (id: number) => sizes[id]! <= few;
  for (const node of graph.nodes) {
    // One element is computed where it is used, wherever that is.
    const moves = movable.has(node.op) && sizes[node.id] !== 1 && [node.id, ...node.inputs].every(isSmall);
    place.push(moves ? Math.max(-1, ...node.inputs.map((id) => place[id]!)) : node.id);
  }
  const order = [...graph.nodes].sort((a, b) => place[a.id]! - place[b.id]! || a.id - b.id);
  const renamed = new Map(order.map(({ id }, index) => [id, index]));
  const nameOf = (id: number) => renamed.get(id)!;
  return {
    ...graph,
    nodes: order.map((node) => ({ ...node, id: nameOf(node.id), inputs: node.inputs.map(nameOf) }) as AnyNode),
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, nameOf(id)])),
  };
}

const movable: ReadonlySet<string> = /* @__PURE__ */ new Set([...elementwiseOps, 'constant', 'reshape', 'sum', 'max']);
