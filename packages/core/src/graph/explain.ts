import type { OpName } from '../ops/attributes';
import { sizeOf, type TensorType } from '../types';
import { elementwiseGroups, type GroupLimits } from './elementwise';
import type { AnyNode, Graph } from './graph';
import type { Apart } from './join-groups';
import { type Step, type StepName, schedule, stepName, stepScope } from './schedule';
import { scheduleGroups } from './schedule-groups';
import { storageRoots } from './storage-roots';

export interface ExplainedValue extends TensorType {
  /** Of its node. */
  readonly id: number;
}

/** A step that reads a value. */
export interface ExplainedReader {
  /** Its place in the list of all steps. */
  readonly step: number;
  readonly op: StepName;
  /** Why it is not one step with that which writes the value, where it might have been: `read in between by matMul`. */
  readonly apart?: string;
}

/** A value that a step writes to memory: for who reads it there. */
export interface ExplainedWrite extends ExplainedValue {
  readonly isOutput: boolean;
  readonly readers: readonly ExplainedReader[];
}

/** A piece of work of a backend. It may be several programs there, or none: a slice may be read in place. */
export interface ExplainedStep {
  /** The node it ends with. */
  readonly id: number;
  readonly op: StepName;
  /** Where in the model that node stands, or the product that a group goes on with. */
  readonly scope: string;
  /** The ops inside, in the order in which they are computed, without constants and reshapes. */
  readonly ops: readonly OpName[];
  /** What it reads from outside, each once. */
  readonly reads: readonly ExplainedValue[];
  readonly writes: readonly ExplainedWrite[];
}

const reasons = {
  operands: 'operands and results',
  results: 'results',
  ops: 'ops',
  sums: 'sums and maxima',
  size: 'other size',
  rows: 'other rows',
  parts: 'rows gone through in parts',
  held: 'rounded in between',
} as const;

const isNothing = ({ op }: AnyNode) => op === 'placeholder' || op === 'constant' || op === 'reshape';

/**
 * Tells what of a graph runs as one, and why no more does.
 * @param limits of a backend that runs elementwise ops in groups (`capabilities.elementwise`). Default: every op runs alone, as it
 *   does in an `unfused` graph
 * @returns all steps in the order in which they run. Inputs, weights, constants and reshapes, which do no work, are none
 */
export function explainGraph(graph: Graph, limits?: GroupLimits): ExplainedStep[] {
  const { nodes } = graph;
  const apart = new Map<string, Apart>();
  const groups =
    limits && !graph.unfused
      ? elementwiseGroups(graph, limits, (first, second, why) => apart.set(`${first} ${second}`, why))
      : undefined;
  const steps = (groups ? scheduleGroups(graph, groups) : schedule(graph)).filter(
    ({ node, group }) => group || !isNothing(node),
  );
  const root = storageRoots(graph);
  const isOutput = new Set(Object.values(graph.outputs).map((id) => root[id]!));
  const readersOf = new Map<number, number[]>();
  steps.forEach(({ reads }, step) => {
    for (const id of new Set(reads.map((read) => root[read]!))) readersOf.set(id, [...(readersOf.get(id) ?? []), step]);
  });

  function whyApart(writer: Step, reader: Step, id: number): string | undefined {
    // A product needs all of its operands.
    if (reader.group?.product?.inputs.some((input) => root[input] === id)) return undefined;
    const known = apart.get(`${writer.node.id} ${reader.node.id}`);
    const single = [writer, reader].every(({ node }) => sizeOf(node.type.shape) === 1);
    if (known) return known[0] === 'size' && single ? 'a single element each' : inWords(known);
    if (!writer.group || !reader.group) return undefined;
    // Groups of one result are not joined once they are found: a value stays inside of one unless something speaks against it.
    if (isOutput.has(id) || readersOf.get(id)!.length > 1) return 'read elsewhere';
    return sizeOf(writer.node.type.shape) === sizeOf(reader.node.type.shape) ? 'no room' : 'other size';
  }
  function inWords([why, count, most]: Apart): string {
    if (why === 'between') {
      const step = steps.find(({ node }) => node.id === count);
      return `read in between by ${step ? stepName(step) : nodes[count]!.op}`;
    }
    return count === undefined ? reasons[why] : `no room: ${count} ${reasons[why]} of ${most}`;
  }
  const describe = (id: number): ExplainedValue => ({ id, ...nodes[id]!.type });
  const explainWrite = (writer: Step, id: number): ExplainedWrite => ({
    ...describe(id),
    isOutput: isOutput.has(id),
    readers: (readersOf.get(id) ?? []).map((step) => {
      const why = whyApart(writer, steps[step]!, id);
      return { step, op: stepName(steps[step]!), ...(why ? { apart: why } : {}) };
    }),
  });
  return steps.map((step) => ({
    id: step.node.id,
    op: stepName(step),
    scope: stepScope(step),
    ops: (step.group?.nodes ?? [step.node]).filter((node) => !isNothing(node)).map(({ op }) => op as OpName),
    reads: [...new Set(step.reads)].map(describe),
    writes: step.writes.map((id) => explainWrite(step, id)),
  }));
}
