import { sizeOf } from '@mosa-js/core';
import type { KernelRuntime, SynchronousExecutable } from '@mosa-js/core/adapter';
import type { Tfjs, TfjsTensor } from '@mosa-js/tfjs';
import type { NodeBackend } from './library';
import type { Call, Plan, Value } from './plan';
import type { PlannedGraph } from './plan-graph';

/** What carries out TensorFlow's ops. */
export type Caller = Pick<NodeBackend, 'executeMultipleOutputs'>;

/** Elements at most of what is computed of constants once, and held: 4 MB. */
const few = 2 ** 20;

/**
 * Makes calls ready to run: constants are uploaded, and what needs nothing but constants is computed, once. A run makes the
 * other calls in their order and frees each result after its last use.
 */
export function loadPlan(
  { placeholders, calls, outputs }: PlannedGraph,
  plan: Plan,
  weights: Readonly<Record<string, TfjsTensor>>,
  {
    lib,
    caller,
    runtime,
  }: { readonly lib: Tfjs; readonly caller: Caller; readonly runtime: KernelRuntime<TfjsTensor> },
): SynchronousExecutable<TfjsTensor> {
  const held = new Map<Value, TfjsTensor>();
  const carryOut = ({ op, attributes, inputs, results }: Call, tensorOf: (value: Value) => TfjsTensor) =>
    caller.executeMultipleOutputs(op, attributes, inputs.map(tensorOf), results.length);
  const release = () => {
    for (const tensor of held.values()) runtime.free(tensor);
    held.clear();
  };
  const later: Call[] = [];
  try {
    for (const [value, data] of plan.constants) {
      const { type } = value;
      held.set(value, runtime.kernels.constant([], { data, ...type }, type));
    }
    for (const call of calls) {
      const isKnown = call.inputs.every((value) => held.has(value));
      if (isKnown && call.results.every(({ type }) => sizeOf(type.shape) <= few)) {
        const tensors = carryOut(call, (value) => held.get(value)!);
        for (const [i, value] of call.results.entries()) held.set(value, lib.keep(tensors[i]!));
      } else later.push(call);
    }
  } catch (error) {
    release();
    throw error;
  }
  const given = Object.values(outputs);
  const used = new Set([...later.flatMap(({ inputs }) => inputs), ...given]);
  for (const [value, tensor] of held) {
    if (used.has(value)) continue;
    runtime.free(tensor);
    held.delete(value);
  }
  const freed = freedAfter(later, given);
  const inputsOf = placeholders.filter(({ kind }) => kind === 'input');
  const fixed = new Map(
    placeholders.flatMap(({ kind, name, value }) => (kind === 'weight' ? [[value, weights[name]!]] : [])),
  );

  return {
    run(inputs) {
      const own = new Map<Value, TfjsTensor>();
      const outside = new Map(inputsOf.map(({ name, value }) => [value, inputs[name]!]));
      const tensorOf = (value: Value) => own.get(value) ?? held.get(value) ?? fixed.get(value) ?? outside.get(value)!;
      try {
        for (const [i, call] of later.entries()) {
          const tensors = carryOut(call, tensorOf);
          for (const [j, value] of call.results.entries()) own.set(value, tensors[j]!);
          for (const value of freed[i]!) {
            own.get(value)!.dispose();
            own.delete(value);
          }
        }
        // Each is the caller's to free on its own. What is made here goes out as it is, and all else as another handle.
        const handedOut = new Map<Value, TfjsTensor>();
        return Object.fromEntries(
          Object.entries(outputs).map(([name, value]) => {
            const made = own.get(value);
            const tensor = lib.keep(made ?? lib.clone(handedOut.get(value) ?? tensorOf(value)));
            if (own.delete(value)) handedOut.set(value, tensor);
            return [name, tensor];
          }),
        );
      } finally {
        for (const tensor of own.values()) tensor.dispose();
      }
    },
    dispose: release,
  };
}

/** Of each call the values that nobody reads after it, those that nobody reads at all included. */
function freedAfter(calls: readonly Call[], outputs: readonly Value[]): Value[][] {
  const kept = new Set(outputs);
  const last = new Map<Value, number>();
  for (const [i, { inputs, results }] of calls.entries()) {
    for (const value of results) last.set(value, i);
    for (const value of inputs) if (last.has(value)) last.set(value, i);
  }
  const freed: Value[][] = calls.map(() => []);
  for (const [value, i] of last) if (!kept.has(value)) freed[i]!.push(value);
  return freed;
}
