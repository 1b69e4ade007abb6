import type { HeldValues } from '../backend/adapter';
import { checkFields } from '../check-fields';
import type { Kernel, KernelTable, OpName } from '../ops/attributes';
import { opNames } from '../ops/infer';
import type { HalfFormat } from '../storage';
import type { TensorType } from '../types';
import type { Graph, GraphNode } from './graph';
import { freedAfter } from './liveness';
import { schedule } from './schedule';
import { storageRoots } from './storage-roots';

/** What the programs of one kernel took, of those that one op of one scope started. */
export interface ProfilePart {
  /** The scopes that the op was built in, outermost first, joined by '/'. */
  readonly scope: string;
  readonly op: string;
  readonly kernel: string;
  /** On the device's own clock, one program after another. */
  readonly milliseconds: number;
  readonly dispatches: number;
  /** Of all operands and results: what would move if each were read and written once. */
  readonly bytes: number;
}

/** A graph that is ready to run on a backend. */
export interface Executable<T> {
  /**
   * Inputs by name to outputs by name. Outputs are new tensors that the caller owns; inputs stay the caller's.
   * @param taken inputs that nobody else holds and that nobody looks at again where the run succeeds: what was loaded as carried
   *   on from one of them may be written to its memory, as another handle on that. Of a run that fails they stay as they were.
   *   Default: none
   */
  run(inputs: Readonly<Record<string, T>>, taken?: ReadonlySet<string>): Record<string, T> | Promise<Record<string, T>>;
  /** Runs once with a clock. Absent where the backend has none. */
  profile?(inputs: Readonly<Record<string, T>>): Promise<readonly ProfilePart[]>;
  /** Frees constants and whatever else it holds. */
  dispose(): void | Promise<void>;
}

/** An executable that is done when `run` returns. */
export interface SynchronousExecutable<T> extends Executable<T> {
  run(inputs: Readonly<Record<string, T>>, taken?: ReadonlySet<string>): Record<string, T>;
  dispose(): void;
}

export interface KernelRuntime<T> {
  readonly kernels: KernelTable<T, TensorType>;
  free(tensor: T): void;
  /** A second handle on the same elements, freed on its own. */
  alias(tensor: T): T;
  /** What of the graph is carried on in 16 bits, and what makes a new tensor of the values that a format holds. Default: nothing is. */
  readonly held?: HeldValues & { round(tensor: T, format: HalfFormat): T };
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
  const { kernels, free, alias, held } = runtime;
  checkFields(kernels, opNames(), 'kernels');
  const steps = schedule(graph);
  const freed = freedAfter(graph, steps);
  const root = storageRoots(graph);
  const constants = new Map<number, T>();
  const freeAll = (tensors: Iterable<T>) => {
    for (const tensor of tensors) free(tensor);
  };
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
        for (const { node, reads } of steps) {
          if (node.op === 'placeholder') {
            values[node.id] = (node.kind === 'input' ? inputs : weights)[node.name]!;
          } else if (node.op === 'constant') {
            values[node.id] = constants.get(node.id)!;
          } else {
            const computed = callKernel(
              kernels,
              node,
              reads.map((id) => values[id]!),
            );
            const format = held?.nodes.get(node.id);
            const value = format ? held!.round(computed, format) : computed;
            if (value !== computed) free(computed);
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
        return Object.fromEntries(
          Object.entries(graph.outputs).map(([name, id]) => {
            const format = held?.outputs.get(name);
            return [name, format ? held!.round(values[id]!, format) : alias(values[id]!)];
          }),
        );
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
