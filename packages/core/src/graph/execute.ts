import { checkFields } from '../check-fields';
import type { Kernel, KernelTable, OpName } from '../ops/attributes';
import { opNames } from '../ops/infer';
import type { TensorType } from '../types';
import type { ElementwiseGroup, GroupLimits } from './elementwise';
import type { Graph, GraphNode } from './graph';
import { freedAfter, storageRoots } from './liveness';
import { schedule } from './schedule';

/** A graph that is ready to run on a backend. */
export interface Executable<T> {
  /** Inputs by name to outputs by name. Outputs are new tensors that the caller owns; inputs stay the caller's. */
  run(inputs: Readonly<Record<string, T>>): Record<string, T> | Promise<Record<string, T>>;
  /** Frees constants and whatever else it holds. */
  dispose(): void | Promise<void>;
}

/** An executable that is done when `run` returns. */
export interface SynchronousExecutable<T> extends Executable<T> {
  run(inputs: Readonly<Record<string, T>>): Record<string, T>;
  dispose(): void;
}

export interface KernelRuntime<T> {
  readonly kernels: KernelTable<T, TensorType>;
  free(tensor: T): void;
  /** A second handle on the same elements, freed on its own. */
  alias(tensor: T): T;
  /** Runs elementwise ops in groups. Default: each is a kernel of its own. */
  readonly elementwise?: ElementwiseKernels<T>;
}

export interface ElementwiseKernels<T> {
  readonly limits: GroupLimits;
  /** What runs as one: `elementwiseGroups(graph, limits)`, which backends without such kernels then need not bring along. */
  groupsOf(graph: Graph): readonly ElementwiseGroup[];
  /** Prepares a group. What it returns takes the group's inputs, in order, and makes a new tensor of its last node's type. */
  prepare(group: ElementwiseGroup): (inputs: readonly T[]) => T;
}

/**
 * The executor of backends that run op by op: kernels in program order, each intermediate freed after its last use,
 * constants uploaded once.
 * @throws MosaError `config` for a kernel of what is no op: nothing would ever call it
 */
export function loadKernels<T>(
  graph: Graph,
  weights: Readonly<Record<string, T>>,
  runtime: KernelRuntime<T>,
): SynchronousExecutable<T> {
  const { kernels, free, alias, elementwise } = runtime;
  checkFields(kernels, opNames(), 'kernels');
  const steps = schedule(graph, elementwise?.groupsOf(graph));
  const freed = freedAfter(graph, steps);
  const root = storageRoots(graph);
  const constants = new Map<number, T>();
  const freeAll = (tensors: Iterable<T>) => {
    for (const tensor of tensors) free(tensor);
  };
  const compute = steps.map(({ node, group }) => {
    if (node.op === 'placeholder' || node.op === 'constant') return undefined;
    return group ? elementwise!.prepare(group) : (inputs: readonly T[]) => callKernel(kernels, node, inputs);
  });
  try {
    for (const { node } of steps) if (node.op === 'constant') constants.set(node.id, callKernel(kernels, node, []));
  } catch (error) {
    freeAll(constants.values());
    throw error;
  }
  return {
    run(inputs) {
      const values: T[] = [];
      // Names of one storage are separate handles (a reshape makes one); all go when the storage does.
      const handles = new Map<number, T[]>();
      try {
        for (const [step, { node, reads }] of steps.entries()) {
          if (node.op === 'placeholder') {
            values[node.id] = (node.kind === 'input' ? inputs : weights)[node.name]!;
          } else if (node.op === 'constant') {
            values[node.id] = constants.get(node.id)!;
          } else {
            const value = compute[step]!(reads.map((id) => values[id]!));
            values[node.id] = value;
            const storage = root[node.id]!;
            if (handles.has(storage)) handles.get(storage)!.push(value);
            else handles.set(storage, [value]);
          }
          for (const id of freed[node.id]!) {
            freeAll(handles.get(id) ?? []);
            handles.delete(id);
          }
        }
        // Two names of one output, or an output that is an input: each is the caller's to free on its own.
        return Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, alias(values[id]!)]));
      } finally {
        for (const tensors of handles.values()) freeAll(tensors);
      }
    },
    dispose() {
      freeAll(constants.values());
      constants.clear();
    },
  };
}

function callKernel<T>(kernels: KernelTable<T, TensorType>, node: GraphNode, inputs: readonly T[]): T {
  const kernel = kernels[node.op] as Kernel<T, OpName, TensorType>;
  return kernel(inputs, node.attributes, node.type);
}
