import type { Graph, HostTensor } from '@mosa-js/core';

/** A graph that also gives the logits of each of its selections. */
export function withSelectionLogits(graph: Graph): {
  graph: Graph;
  selections: readonly { readonly name: string; readonly k: number }[];
} {
  const found = graph.nodes.flatMap((node) => (node.op === 'selectIndices' ? [node] : []));
  const named = found.map((node, i) => ({ name: `selection/${i}`, k: node.attributes.k, logits: node.inputs[0]! }));
  const outputs = Object.fromEntries(named.map(({ name, logits }) => [name, logits]));
  return { graph: { nodes: graph.nodes, outputs: { ...graph.outputs, ...outputs } }, selections: named };
}

/**
 * How near any row [..., N] comes to selecting another token: the smallest difference between the k-th logit and the next
 * one that is not its equal, above or below. Equals are no near-tie: the rule decides them.
 */
export function selectionGap({ data, shape }: HostTensor, k: number): number {
  const n = shape.at(-1)!;
  let smallest = Number.POSITIVE_INFINITY;
  for (let start = 0; start < data.length; start += n) {
    const row = Float64Array.from(data.subarray(start, start + n))
      .sort()
      .reverse();
    const [kth, next] = [row[k - 1]!, row[k]];
    if (next === undefined) continue; // everything is selected
    const below = row.find((value) => value < kth) ?? Number.NEGATIVE_INFINITY;
    // Where the k-th is among equals of which some are left out, who is above them matters, too.
    const above = next === kth ? Math.min(...row.filter((value) => value > kth)) : Number.POSITIVE_INFINITY;
    smallest = Math.min(smallest, kth - below, above - kth);
  }
  return smallest;
}
