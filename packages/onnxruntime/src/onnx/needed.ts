import type { OnnxGraph, OnnxNode } from './model';

/**
 * What leads to an output; ONNX Runtime would compute the rest, too. Nodes stand in order.
 * @param stored initialisers that stay also where nothing reads them
 */
export function needed(graph: OnnxGraph, stored: readonly string[]): OnnxGraph {
  const read = new Set([...graph.outputs.map(({ name }) => name), ...stored]);
  const nodes = graph.nodes
    .slice()
    .reverse()
    .filter((node) => {
      if (!node.outputs.some((name) => read.has(name))) return false;
      for (const name of readBy(node)) read.add(name);
      return true;
    })
    .reverse();
  return { ...graph, nodes, initialisers: graph.initialisers.filter(({ name }) => read.has(name)) };
}

/** Names that a node reads, and those that its loop reads from outside. */
function readBy({ inputs, attributes }: OnnxNode): readonly string[] {
  const bodies = Object.values(attributes).flatMap((value) => ('graph' in value ? [value.graph] : []));
  return [
    ...inputs,
    ...bodies.flatMap(({ nodes, outputs }) => [...nodes.flatMap(readBy), ...outputs.map(({ name }) => name)]),
  ];
}
