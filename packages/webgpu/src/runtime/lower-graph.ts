import type { Graph, TensorType } from '@mosa-js/core';
import {
  type ElementwiseGroup,
  type GraphNode,
  type HalfFormat,
  type HeldValues,
  type Kernel,
  type OpName,
  placeholders,
  type Step,
  schedule,
  scheduleGroups,
  stepName,
  stepScope,
} from '@mosa-js/core/adapter';
import { lowerGroup } from '../kernels/elementwise/group';
import { pick } from '../kernels/gather';
import { kernelsOf, type Loaded } from '../kernels/kernels';
import { boxStrides, copy, inOrder, rowsOf } from '../kernels/move';
import { isInOrder, Lowering, type LoweringOptions, type Value } from './lowering';
import { pickedRows } from './picked-rows';

/** A program as dispatches, before anything is on a device. */
export interface LoweredGraph {
  readonly lowering: Lowering;
  /** The storages of inputs and of weights by name. */
  readonly inputs: ReadonlyMap<string, number>;
  readonly weights: ReadonlyMap<string, number>;
  /** The storage that each output is all of. One that no dispatch writes is an input's, a weight's or a constant's. */
  readonly outputs: ReadonlyMap<string, number>;
}

export interface LoweredWith {
  /** Weights that are held in 16 bits, by name. Default: none. */
  readonly halves?: Readonly<Record<string, HalfFormat>>;
  /** Inputs that are held so, by name, and what is computed for the next run's. Default: none. */
  readonly formats?: Readonly<Record<string, HalfFormat>>;
  readonly held?: HeldValues;
  /** Hears after each step how many dispatches there are by then. Default: nobody does. */
  onStep?(step: Step, dispatches: number): void;
}

/**
 * Lays out a graph for a device that is known by its limits alone.
 * @param groups elementwise ops that run as one
 */
export function lowerGraph(
  graph: Graph,
  groups: readonly ElementwiseGroup[] | undefined,
  options: LoweringOptions & LoweredWith,
): LoweredGraph {
  const lowering = new Lowering(options);
  const kernels = kernelsOf(lowering, options.loaded);
  const isOutput = new Set(Object.values(graph.outputs));
  const values: Value[] = [];
  const storageOf = (kind: 'input' | 'weight') =>
    new Map(
      placeholders(graph, kind).map(({ id, name, type }) => {
        values[id] = lowering.empty(type);
        return [name, values[id].storage];
      }),
    );
  const [inputs, weights] = [storageOf('input'), storageOf('weight')];
  const { held } = options;
  const comeInHalf = (named: Readonly<Record<string, HalfFormat>> = {}, storages: ReadonlyMap<string, number>) => {
    for (const [name, format] of Object.entries(named))
      if (storages.has(name)) lowering.halves.set(storages.get(name)!, format);
  };
  comeInHalf(options.halves, weights);
  comeInHalf(options.formats, inputs);
  /** What a step made, in 16 bits. @param first storages before it are older than the step */
  const holdIn = (format: HalfFormat, made: Value, first: number): Value => {
    const value = lowering.isFresh(made, first) ? made : copy(lowering, made);
    lowering.holdIn(value, format);
    return value;
  };
  const steps = groups ? scheduleGroups(graph, groups) : schedule(graph);
  const picked = pickedRows(graph, steps, lowering);
  for (const step of steps) {
    const { node, reads, writes, group } = step;
    if (node.op === 'placeholder') continue;
    // What is done with a box decides whether it is copied.
    reads.forEach((id, operand) => {
      if (!group && readsBox(node, operand, values[id]!)) return;
      lowering.node = graph.nodes[id]!;
      values[id] = inOrder(lowering, values[id]!);
    });
    lowering.node = { op: stepName(step), scope: stepScope(step) };
    const operands = reads.map((id) => values[id]!);
    const first = lowering.next;
    const lowerOne = () =>
      picked.has(node.id) ? pick(lowering, operands[0]!, operands[1]!, node.type) : lowerNode(kernels, node, operands);
    const made = group ? lowerAnyGroup(lowering, options.loaded, group, operands) : [lowerOne()];
    writes.forEach((id, i) => {
      const format = held?.nodes.get(id);
      const value = format ? holdIn(format, made[i]!, first) : made[i]!;
      values[id] = value;
      if (isOutput.has(id) && isInOrder(value)) lowering.pin(value.storage);
    });
    options.onStep?.(step, lowering.dispatches.length);
  }
  lowering.node = { op: 'output', scope: '' };
  const whole = new Map<string, number>();
  const storageOfOutput = (name: string, id: number) => {
    const value = values[id]!;
    const format = held?.outputs.get(name);
    if (lowering.standsAlone(value, format)) return value.storage;
    const key = `${id} ${format}`;
    if (!whole.has(key)) {
      const own = copy(lowering, value);
      if (format) lowering.holdIn(own, format);
      whole.set(key, own.storage);
    }
    return whole.get(key)!;
  };
  const outputs = new Map(Object.entries(graph.outputs).map(([name, id]) => [name, storageOfOutput(name, id)]));
  return { lowering, inputs, weights, outputs };
}

/** Whether an op takes its operand from where it lies. */
function readsBox(node: GraphNode, operand: number, value: Value): boolean {
  switch (node.op) {
    case 'concat':
    case 'slice':
      return true;
    case 'reshape':
      return boxStrides(value, node.type) !== undefined;
    case 'rotary':
      return operand === 0;
    case 'setRows':
      return operand === 2 && rowsOf(value) !== undefined;
    default:
      return false;
  }
}

function lowerAnyGroup(
  lowering: Lowering,
  { rows, product }: Loaded,
  group: ElementwiseGroup,
  operands: readonly Value[],
): Value[] {
  if (group.form) return rows!(lowering, group, group.form, operands);
  if (group.product) return product!(lowering, group, group.product, operands);
  return lowerGroup(lowering, group, operands);
}

function lowerNode(kernels: ReturnType<typeof kernelsOf>, node: GraphNode, operands: readonly Value[]): Value {
  return (kernels[node.op] as Kernel<Value, OpName, TensorType>)(operands, node.attributes, node.type);
}
