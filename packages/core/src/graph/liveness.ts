import { bytesOf } from '../types';
import { elementwiseGroups, type GroupLimits } from './elementwise';
import type { Graph } from './graph';
import { type Step, schedule } from './schedule';
import { scheduleGroups } from './schedule-groups';
import { storageRoots } from './storage-roots';

/**
 * For every node, the nodes whose memory is free once it has run. A reshape shares its operand's memory, so storage
 * lives until the last reader of any of its names. Inputs, weights, constants and outputs are never freed by a run.
 * @param steps what runs. Default: every node
 */
export function freedAfter(graph: Graph, steps: readonly Step[] = schedule(graph)): number[][] {
  const root = storageRoots(graph);
  const kept = new Set(Object.values(graph.outputs).map((id) => root[id]!));
  for (const node of graph.nodes) if (node.op === 'placeholder' || node.op === 'constant') kept.add(node.id);
  const last = new Map<number, number>();
  for (const { node, reads, writes } of steps) for (const id of [...writes, ...reads]) last.set(root[id]!, node.id);
  const freed: number[][] = graph.nodes.map(() => []);
  for (const [id, reader] of last) if (!kept.has(id)) freed[reader]!.push(id);
  return freed;
}

export interface GraphMemory {
  /** Bytes of inputs, of weights and of constants: held all through a run. */
  readonly inputs: number;
  readonly weights: number;
  readonly constants: number;
  /** The largest sum of bytes of intermediates and outputs alive at once, in program order. */
  readonly peak: number;
  /** The node that runs when the peak is reached. */
  readonly peakNode: number;
}

/**
 * Device memory that a graph needs, counted from its shapes.
 * @param limits of a backend that runs elementwise ops in groups, whose inner values take no memory. Default: none does
 */
export function graphMemory(graph: Graph, limits?: GroupLimits): GraphMemory {
  const steps = limits ? scheduleGroups(graph, elementwiseGroups(graph, limits)) : schedule(graph);
  const root = storageRoots(graph);
  const freed = freedAfter(graph, steps);
  const held = { inputs: 0, weights: 0, constants: 0 };
  let live = 0;
  let peak = 0;
  let peakNode = 0;
  for (const { node, writes } of steps) {
    const bytes = writes.reduce((sum, id) => sum + bytesOf(graph.nodes[id]!.type), 0);
    if (node.op === 'placeholder') held[node.kind === 'input' ? 'inputs' : 'weights'] += bytes;
    else if (node.op === 'constant') held.constants += bytes;
    else if (root[node.id] === node.id) live += bytes;
    if (live > peak) {
      peak = live;
      peakNode = node.id;
    }
    for (const id of freed[node.id]!) live -= bytesOf(graph.nodes[id]!.type);
  }
  return { ...held, peak, peakNode };
}
