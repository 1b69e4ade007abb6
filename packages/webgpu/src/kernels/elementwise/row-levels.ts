import type { GraphNode } from '@mosa-js/core/adapter';

/** For each node, how many times all of a row must have been gone through before it can be computed. */
export function levelsOf(nodes: readonly GraphNode[], reduces: ReadonlySet<number>): Map<number, number> {
  const levels = new Map<number, number>();
  for (const { id, inputs } of nodes) {
    const before = Math.max(0, ...inputs.map((input) => levels.get(input) ?? 0));
    levels.set(id, before + (reduces.has(id) ? 1 : 0));
  }
  return levels;
}

/** Nodes with an element for each element of a row that these need, themselves among them. */
export function neededBy(
  ids: readonly number[],
  nodes: ReadonlyMap<number, GraphNode>,
  isWhole: (id: number) => boolean,
): ReadonlySet<number> {
  const needed = new Set<number>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = nodes.get(id);
    if (!node || needed.has(id) || !isWhole(id)) continue;
    needed.add(id);
    open.push(...node.inputs);
  }
  return needed;
}
