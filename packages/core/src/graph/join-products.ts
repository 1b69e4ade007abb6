import { sizeOf } from '../types';
import type { ElementwiseGroup, GroupLimits, ProductNode } from './elementwise';
import type { AnyNode, Graph, GraphNode } from './graph';
import type { Apart, OnApart } from './join-groups';
import { scheduleGroups } from './schedule-groups';
import { storageRoots } from './storage-roots';

/**
 * Lets a matrix product run with the group that reads it first, so that its elements need not be written and read in between: each
 * is there when the product has been added up. The group must have as many elements, and the product then runs in its place. Groups of
 * rows need whole rows, which nobody has who computes a part of a product, so they stay as they are.
 */
export function joinProducts(
  graph: Graph,
  groups: readonly ElementwiseGroup[],
  limits: GroupLimits,
  onApart?: OnApart,
  held?: ReadonlyMap<number, unknown>,
): ElementwiseGroup[] {
  const { nodes } = graph;
  // A reshape is another name of what it reads.
  const root = storageRoots(graph);
  const isOutput = new Set(Object.values(graph.outputs).map((id) => root[id]!));
  const readAt: number[][] = nodes.map(() => []);
  for (const { node, reads, group } of scheduleGroups(graph, groups))
    if (group || node.op !== 'reshape')
      for (const id of new Set(reads.map((read) => root[read]!))) readAt[id]!.push(node.id);

  /** Both as one, or why they stay apart. */
  function join(product: ProductNode, group: ElementwiseGroup): ElementwiseGroup | Apart {
    const at = group.nodes.at(-1)!.id;
    const others = readAt[product.id]!.filter((reader) => reader !== at);
    const between = others.find((reader) => reader < at);
    if (between !== undefined) return ['between', between];
    if (held?.has(product.id)) return ['held'];
    const inside = new Set([product.id, ...group.nodes.map(({ id }) => id)]);
    const operands: number[] = [];
    for (const { id } of group.inputs) {
      if (root[id] !== product.id) operands.push(id);
      else for (let name = id; !inside.has(name); name = nodes[name]!.inputs[0]!) inside.add(name);
    }
    const isWanted = isOutput.has(product.id) || others.length > 0;
    const results = isWanted ? [product.id, ...group.results] : group.results;
    const counts = [
      // An operand of the product is read in another way there, so it counts again where the group reads it, too.
      ['operands', product.inputs.length + operands.length + results.length, limits.inputs + 1],
      ['results', results.length, limits.results ?? 1],
      ['ops', inside.size, limits.nodes ?? 64],
    ] as const;
    const full = counts.find(([, count, most]) => count > most);
    if (full) return full;
    const inOrder = (ids: Iterable<number>) => [...new Set(ids)].sort((a, b) => a - b).map((id) => nodes[id]!);
    return {
      nodes: inOrder(inside) as GraphNode[],
      inputs: inOrder([...product.inputs, ...operands]),
      results: [...results].sort((a, b) => a - b),
      product,
    };
  }

  return groups.map((group) => {
    if (group.form) return group;
    const { id: at, type } = group.nodes.at(-1)!;
    const read = [...new Set(group.inputs.map(({ id }) => root[id]!))].map((id) => nodes[id]!);
    // Of several products the last one takes the group, since the others are there by then.
    for (const product of read.reverse()) {
      const size = sizeOf(product.type.shape);
      if (!isProduct(product) || size !== sizeOf(type.shape) || size > (limits.products ?? 0)) continue;
      const both = join(product, group);
      if ('nodes' in both) return both;
      onApart?.(product.id, at, both);
    }
    return group;
  });
}

function isProduct(node: AnyNode): node is ProductNode {
  return node.op === 'matMul';
}
