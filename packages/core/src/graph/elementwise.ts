import type { OpName } from '../ops/attributes';
import { sizeOf } from '../types';
import type { AnyNode, Graph, GraphNode } from './graph';
import { joinGroups, type OnApart } from './join-groups';
import { joinProducts } from './join-products';
import type { RowForm } from './row-form';

/** Ops that compute each element of their result from one element of each operand, broadcast as in NumPy. */
export const elementwiseOps = [
  'neg',
  'exp',
  'log',
  'sqrt',
  'sigmoid',
  'isNaN',
  'not',
  'add',
  'sub',
  'mul',
  'div',
  'maximum',
  'minimum',
  'greater',
  'greaterEqual',
  'equal',
  'and',
  'or',
  'where',
  'cast',
  'broadcastTo',
] as const satisfies readonly OpName[];
export type ElementwiseOp = (typeof elementwiseOps)[number];

/**
 * Ops that run as one: only results are written to memory. All are elementwise, and have as many elements as the last, in the same
 * order, or one. Those of a group of rows may also add up rows or look for their maxima, and have an element for each row.
 */
export interface ElementwiseGroup {
  /** In program order: elementwise ops, reshapes and what else passes its operand on, constants of one finite element, and in a group of rows sums and maxima of them. */
  readonly nodes: readonly GraphNode[];
  /** Operands from outside, each once. */
  readonly inputs: readonly AnyNode[];
  /** Ids of the nodes whose values are written, the last one's among them. All have as many elements, or one for each row. */
  readonly results: readonly number[];
  /** Of a group of rows: how its tensors are cut into them. */
  readonly form?: RowForm;
  /**
   * The matrix product whose elements the others go on with before anything is written. It is one of the nodes, and has as many
   * elements as each result; its operands are among the inputs, and the others may read them too.
   */
  readonly product?: ProductNode;
}

export type ProductNode = Extract<GraphNode, { readonly op: 'matMul' }>;

export interface GroupLimits {
  /** Operands from outside that a group of one result may have, at least 3. Each further result takes the place of one. */
  readonly inputs: number;
  /** Results of a group at most. Default 1. */
  readonly results?: number;
  /** Whether sums and maxima of rows run in groups with what they read and who reads them. Default: no. */
  readonly rows?: boolean;
  /** Elements of a matrix product at most that runs with the group that reads it first. Default 0: none does. */
  readonly products?: number;
  /** Nodes of a group at most. Default 64. */
  readonly nodes?: number;
}

// A value is computed again by each of its readers, rather than written and read back, where that takes one large operand.
const cheap = { small: 3, nodes: 24 } as const;

/** What a value that nobody wrote is computed from. */
interface Sources {
  readonly large: ReadonlySet<number>;
  readonly small: ReadonlySet<number>;
  readonly nodes: ReadonlySet<number>;
}

const elementwise: ReadonlySet<string> = /* @__PURE__ */ new Set(elementwiseOps);

/**
 * Finds elementwise ops that can run as one, for a backend whose time goes into moving tensors and starting programs. A
 * value with several readers is written once, unless one large operand (and small ones) are all it takes to compute it
 * again. Outputs of the graph are always written.
 * @param onApart hears of groups of several results or of rows that might have been joined. Default: nobody does
 * @param held ids of nodes whose values are rounded when they are written (`heldValues`), so that nobody may read them before. Default:
 *   none
 * @returns the groups, in program order; a group of one node is an op that stays alone. Nodes that only ever run inside of
 *   groups are results of none
 */
export function elementwiseGroups(
  graph: Graph,
  limits: GroupLimits,
  onApart?: OnApart,
  held?: ReadonlyMap<number, unknown>,
): ElementwiseGroup[] {
  const { nodes } = graph;
  const size = nodes.map(({ type }) => sizeOf(type.shape));
  const readers: number[][] = nodes.map(() => []);
  for (const { id, inputs } of nodes) for (const input of inputs) readers[input]!.push(id);
  const isOutput = new Set(Object.values(graph.outputs));
  const passes = nodes.map((node) => passesOn(node, nodes));
  const isInner = ({ op, id }: AnyNode) => elementwise.has(op) || passes[id]!;
  const literals = new Set(nodes.filter(isLiteral).map(({ id }) => id));

  // Values that must stand in memory, because something reads them that no group takes in.
  const written: boolean[] = nodes.map(() => false);
  for (const { id } of [...nodes].reverse()) {
    written[id] =
      isOutput.has(id) ||
      readers[id]!.some((reader) => {
        const { op } = nodes[reader]!;
        if (passes[reader]) return written[reader];
        return !elementwise.has(op) || (size[id] !== 1 && size[id] !== size[reader]);
      });
  }

  const again = new Map<number, Sources>();
  for (const node of nodes) {
    if (!isInner(node) || written[node.id]) continue;
    const sources = sourcesOf(node);
    const fits = sources.large.size <= 1 && sources.small.size <= cheap.small && sources.nodes.size <= cheap.nodes;
    if (fits) again.set(node.id, sources);
  }

  function sourcesOf({ id, inputs }: AnyNode): Sources {
    const large = new Set<number>();
    const small = new Set<number>();
    const within = new Set([id]);
    for (const input of inputs) {
      if (literals.has(input)) continue;
      const known = again.get(input);
      // One element never counts as large beside many.
      const isLarge = size[input] === size[id] && size[id] !== 1;
      for (const source of known?.large ?? (isLarge ? [input] : [])) large.add(source);
      for (const source of known?.small ?? (isLarge ? [] : [input])) small.add(source);
      for (const inner of known?.nodes ?? []) within.add(inner);
    }
    return { large, small, nodes: within };
  }

  function groupOf(root: GraphNode): ElementwiseGroup {
    const inside = new Set([root.id]);
    const outside = new Set<number>();
    const open = new Set(root.inputs);
    while (open.size > 0) {
      // The latest first: all its readers in the group are known by then.
      const id = Math.max(...open);
      open.delete(id);
      if (literals.has(id)) {
        inside.add(id);
        continue;
      }
      const node = nodes[id]!;
      const fits = size[id] === 1 || size[id] === size[root.id];
      const isFree = !written[id] && (again.has(id) || readers[id]!.every((reader) => inside.has(reader)));
      const next = new Set([...outside, ...open, ...node.inputs].filter((input) => !literals.has(input)));
      const hasRoom = next.size <= limits.inputs && inside.size < (limits.nodes ?? 64);
      if (isInner(node) && fits && isFree && hasRoom) {
        inside.add(id);
        for (const input of node.inputs) open.add(input);
      } else {
        outside.add(id);
        written[id] = true;
      }
    }
    const inOrder = (ids: ReadonlySet<number>) => [...ids].sort((a, b) => a - b).map((id) => nodes[id]!);
    return { nodes: inOrder(inside) as GraphNode[], inputs: inOrder(outside), results: [root.id] };
  }

  const groups: ElementwiseGroup[] = [];
  for (const node of [...nodes].reverse()) {
    if (!written[node.id]) continue;
    if (passes[node.id]) written[node.inputs[0]!] = true;
    else if (elementwise.has(node.op)) groups.push(groupOf(node as GraphNode));
  }
  groups.reverse();
  const joined = (limits.results ?? 1) > 1 || limits.rows ? joinGroups(graph, groups, limits, onApart, held) : groups;
  return limits.products ? joinProducts(graph, joined, limits, onApart, held) : joined;
}

/** Whether a node's elements are those of its operand: a reshape, and sums, running sums and maxima of one element each. */
export function passesOn({ op, inputs, type }: AnyNode, nodes: readonly AnyNode[]): boolean {
  if (op === 'reshape') return true;
  if (op === 'cumulativeSum') return type.shape.at(-1) === 1;
  return (op === 'sum' || op === 'max') && sizeOf(nodes[inputs[0]!]!.type.shape) === sizeOf(type.shape);
}

/** A constant of one finite element, which a group holds as a number. */
function isLiteral(node: AnyNode): boolean {
  return node.op === 'constant' && node.attributes.data.length === 1 && Number.isFinite(node.attributes.data[0]);
}
