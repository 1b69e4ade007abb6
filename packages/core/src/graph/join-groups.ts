import { sizeOf } from '../types';
import type { ElementwiseGroup, GroupLimits } from './elementwise';
import type { AnyNode, Graph, GraphNode } from './graph';
import { scheduleGroups } from './schedule-groups';

interface Joined {
  readonly nodes: ReadonlySet<number>;
  readonly inputs: ReadonlySet<number>;
  readonly results: ReadonlySet<number>;
  /** The node that it runs in the place of: its last. */
  readonly at: number;
  /** Elements of each result. */
  readonly size: number;
}

/**
 * Lets groups of one size run as one with several results, where they read the same or one reads the other: what both read is read
 * once, and a result that nobody else reads is never written. A group that is joined to a later one runs in that one's place, so nothing
 * in between may read its results.
 */
export function joinGroups(graph: Graph, given: readonly ElementwiseGroup[], limits: GroupLimits): ElementwiseGroup[] {
  const { nodes } = graph;
  const isOutput = new Set(Object.values(graph.outputs));
  const sizes = nodes.map(({ type }) => sizeOf(type.shape));
  // Where each value is read by what is no group.
  const readAt: number[][] = nodes.map(() => []);
  for (const { node, reads, group } of scheduleGroups(graph, given))
    if (!group) for (const id of reads) readAt[id]!.push(node.id);
  const ids = (list: readonly AnyNode[]) => new Set(list.map(({ id }) => id));
  let groups: readonly Joined[] = given.map((group) => {
    const at = group.nodes.at(-1)!.id;
    return { nodes: ids(group.nodes), inputs: ids(group.inputs), results: new Set([at]), at, size: sizes[at]! };
  });

  function readersOf(id: number, except: readonly Joined[]): number[] {
    const readers = groups.filter((group) => group.inputs.has(id) && !except.includes(group));
    return [...readAt[id]!, ...readers.map(({ at }) => at)];
  }

  function join(first: Joined, second: Joined): Joined | undefined {
    // Most pairs share nothing, so this is asked before anything is put together.
    const isShared = (id: number) => first.results.has(id) || (first.inputs.has(id) && sizes[id] === second.size);
    if (![...second.inputs].some(isShared)) return undefined;
    const results = new Set(second.results);
    for (const id of first.results) {
      const readers = readersOf(id, [first, second]);
      if (readers.some((at) => at < second.at)) return undefined;
      if (isOutput.has(id) || readers.length > 0) results.add(id);
    }
    const inside = new Set([...first.nodes, ...second.nodes]);
    const inputs = new Set([...first.inputs, ...second.inputs].filter((id) => !inside.has(id)));
    const hasRoom = inputs.size + results.size <= limits.inputs + 1 && results.size <= (limits.results ?? 1);
    if (!hasRoom || inside.size > (limits.nodes ?? 64)) return undefined;
    return { nodes: inside, inputs, results, at: second.at, size: second.size };
  }

  for (const group of groups) {
    let own = group;
    const earlier = groups.filter(({ at, size }) => at < own.at && size === own.size && size > 1);
    for (const other of [...earlier].reverse()) {
      const both = join(other, own);
      if (!both) continue;
      groups = groups.filter((one) => one !== other).map((one) => (one === own ? both : one));
      own = both;
    }
  }
  const inOrder = (ids: ReadonlySet<number>) => [...ids].sort((a, b) => a - b);
  const nodesOf = (set: ReadonlySet<number>) => inOrder(set).map((id) => nodes[id]!);
  return groups.map((group) => ({
    nodes: nodesOf(group.nodes) as GraphNode[],
    inputs: nodesOf(group.inputs),
    results: inOrder(group.results),
  }));
}
