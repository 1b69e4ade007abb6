import { sizeOf } from '../types';
import type { ElementwiseGroup, GroupLimits } from './elementwise';
import type { AnyNode, Graph, GraphNode } from './graph';
import { isInParts, type RowForm, reducedRows, runsByRow } from './row-form';
import type { Step } from './schedule';
import { scheduleGroups } from './schedule-groups';
import { storageRoots } from './storage-roots';

/** Sums and maxima of rows in a group, each of which takes memory that the invocations of a workgroup share. */
const mostReductions = 8;

interface Joined {
  readonly nodes: ReadonlySet<number>;
  readonly inputs: ReadonlySet<number>;
  readonly results: ReadonlySet<number>;
  /** The node that it runs in the place of: its last. */
  readonly at: number;
  /** Elements of each result that is not one for each row. */
  readonly size: number;
  readonly form?: RowForm;
}

/**
 * Why two groups stay apart: what they are too many of, of how many; the node in whose place something runs that reads in
 * between; or, by name alone, what does not fit.
 */
export type Apart =
  | readonly [of: 'operands' | 'results' | 'ops' | 'sums', count: number, most: number]
  | readonly [why: 'between', at: number]
  | readonly [why: 'size' | 'rows' | 'parts' | 'held'];

/** Hears of two groups that stay apart, by the nodes in whose places they run. */
export type OnApart = (first: number, second: number, why: Apart) => void;

/**
 * Lets groups run as one, where they read the same or one reads the other: what both read is read once, and a result that nobody
 * else reads is never written. They are of one size, or cut into the same rows; a sum or a maximum of rows is a group of its own at
 * first. A group that is joined to a later one runs in that one's place, so nothing in between may read its results.
 */
export function joinGroups(
  graph: Graph,
  given: readonly ElementwiseGroup[],
  limits: GroupLimits,
  onApart?: OnApart,
  held?: ReadonlyMap<number, unknown>,
): ElementwiseGroup[] {
  const { nodes } = graph;
  const sizes = nodes.map(({ type }) => sizeOf(type.shape));
  // A reshape is another name of what it reads, so who reads it is asked of that.
  const root = storageRoots(graph);
  const isOutput = new Set(Object.values(graph.outputs).map((id) => root[id]!));
  const steps = scheduleGroups(graph, given);
  const reductions = limits.rows ? reductionsOf(graph, steps) : [];
  const reduces = new Set(reductions.map(({ at }) => at));
  // Where each value is read by what is no group.
  const readAt: number[][] = nodes.map(() => []);
  for (const { node, reads, group } of steps)
    if (!group && node.op !== 'reshape' && !reduces.has(node.id))
      for (const id of reads) readAt[root[id]!]!.push(node.id);
  const ids = (list: readonly AnyNode[]) => new Set(list.map(({ id }) => id));
  const elementwise = given.map((group): Joined => {
    const at = group.nodes.at(-1)!.id;
    return { nodes: ids(group.nodes), inputs: ids(group.inputs), results: new Set([at]), at, size: sizes[at]! };
  });
  let groups: readonly Joined[] = [...elementwise, ...reductions].sort((a, b) => a.at - b.at);
  const rootsOf = (list: Iterable<number>) => new Set([...list].map((id) => root[id]!));
  const readBy = new Map(groups.map((group) => [group, rootsOf(group.inputs)]));

  function readersOf(id: number, except: readonly Joined[]): number[] {
    const readers = groups.filter((group) => readBy.get(group)!.has(id) && !except.includes(group));
    return [...readAt[id]!, ...readers.map(({ at }) => at)];
  }

  /** Both as one, or why they stay apart; undefined where they have nothing to do with each other. */
  function join(first: Joined, second: Joined): Joined | Apart | undefined {
    const form = first.form ?? second.form;
    const size = form ? form.rows * form.width : second.size;
    // Most pairs share nothing, so this is asked before anything is put together.
    const read = readBy.get(first)!;
    const isShared = (id: number) => first.results.has(id) || (read.has(id) && sizes[id] === size);
    if (![...readBy.get(second)!].some(isShared)) return undefined;
    if ([...readBy.get(second)!].some((id) => held?.has(id) && first.nodes.has(id))) return ['held'];
    const results = new Set(second.results);
    for (const id of first.results) {
      const readers = readersOf(id, [first, second]);
      const between = readers.find((at) => at < second.at);
      if (between !== undefined) return ['between', between];
      if (isOutput.has(id) || readers.length > 0) results.add(id);
    }
    const inside = new Set([...first.nodes, ...second.nodes]);
    for (const id of second.inputs)
      if (first.nodes.has(root[id]!))
        for (let name = id; !inside.has(name); name = nodes[name]!.inputs[0]!) inside.add(name);
    const inputs = new Set([...first.inputs, ...second.inputs].filter((id) => !inside.has(id)));
    const counts: Extract<Apart, readonly [unknown, number, number]>[] = [
      ['operands', inputs.size + results.size, limits.inputs + 1],
      ['results', results.size, limits.results ?? 1],
      ['ops', inside.size, limits.nodes ?? 64],
    ];
    if (form) counts.push(['sums', countIn(inside, reduces), mostReductions]);
    const full = counts.find(([, count, most]) => count > most);
    if (full) return full;
    if (form && !runsByRow(inside, nodes, form)) return ['rows'];
    if (form && isInParts(form) && !endsInReductions(inside, results, form)) return ['parts'];
    return { nodes: inside, inputs, results, at: second.at, size, form };
  }

  /** Whether a group reads none of its own sums and maxima of rows. */
  function endsInReductions(inside: ReadonlySet<number>, results: ReadonlySet<number>, form: RowForm): boolean {
    const isReduced = (id: number) => inside.has(id) && reduces.has(id);
    const isEnd = (id: number) => reduces.has(id) || sizes[id] === form.rows * form.width;
    return [...results].every(isEnd) && [...inside].every((id) => !nodes[id]!.inputs.some(isReduced));
  }

  for (const group of groups) {
    let own = group;
    for (const other of groups.filter(({ at }) => at < own.at).reverse()) {
      const both = mayJoin(other, own) ? join(other, own) : ([other.form && own.form ? 'rows' : 'size'] as const);
      if (!both) continue;
      if (!('nodes' in both)) {
        onApart?.(other.at, own.at, both);
        continue;
      }
      groups = groups.filter((one) => one !== other).map((one) => (one === own ? both : one));
      readBy.set(both, rootsOf(both.inputs));
      own = both;
    }
  }
  const inOrder = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b);
  const nodesOf = (set: ReadonlySet<number>) => inOrder(set).map((id) => nodes[id]!);
  const isAlone = (group: Joined) => group.form !== undefined && group.nodes.size === 1;
  return groups
    .filter((group) => !isAlone(group))
    .map((group) => ({
      nodes: nodesOf(group.nodes) as GraphNode[],
      inputs: nodesOf(group.inputs),
      results: inOrder(group.results),
      ...(group.form ? { form: group.form } : {}),
    }));
}

function countIn(ids: ReadonlySet<number>, some: ReadonlySet<number>): number {
  return [...ids].filter((id) => some.has(id)).length;
}

/** Whether two groups are of one size, or may be cut into the same rows. */
function mayJoin(first: Joined, second: Joined): boolean {
  const form = first.form ?? second.form;
  if (!form) return first.size === second.size && first.size > 1;
  const { rows, width } = form;
  return [first, second].every((group) =>
    group.form
      ? group.form.rows === rows && group.form.width === width
      : group.size === rows * width || group.size === rows,
  );
}

/** Sums and maxima of rows that something needs, each as a group of its own. */
function reductionsOf(graph: Graph, steps: readonly Step[]): Joined[] {
  return steps.flatMap(({ node, group }) => {
    const form = group ? undefined : reducedRows(node, graph.nodes);
    if (!form) return [];
    const { id, inputs } = node;
    const size = form.rows * form.width;
    return [{ nodes: new Set([id]), inputs: new Set(inputs), results: new Set([id]), at: id, size, form }];
  });
}
