import type { TensorInputs } from '../backend/backend';
import type { DeviceTensor } from '../backend/device-tensor';
import type { ProgramState } from '../backend/program-state';
import type { Graph } from '../graph/graph';
import type { Named } from '../graph/tracer';
import type { HostTensor } from '../types';

/** How a trainer computes a step: on the whole batch at once, or in micro-batches. Its programs share the trainer's state. */
export interface StepMethod {
  /** What takes the most memory of a step. */
  readonly graph: Graph;
  /**
   * Moves the state on by a step. One that fails, or whose loss or gradient is not finite, leaves it as it is.
   * @param inputs of the whole batch
   * @param numbers [3], from `stepNumbers`
   * @returns outputs as `stepGraph` names them, without the state; the caller's to dispose
   */
  step(inputs: TensorInputs, numbers: HostTensor): Promise<Record<string, DeviceTensor>>;
  /** @returns the loss, and the model's `output/NAME`; the caller's to dispose */
  evaluate(inputs: TensorInputs): Promise<{ readonly loss: number; readonly outputs: Record<string, DeviceTensor> }>;
  /** Computes a step that left the state again to find what in it was the first that is not finite: in words, or nothing. */
  firstNotFinite(inputs: TensorInputs, numbers: HostTensor): Promise<string | undefined>;
  dispose(): Promise<void>;
}

/** How the program of a step is compiled: it replaces all of the state. */
export function carrying(state: ProgramState): { readonly state: ProgramState; readonly carry: Named<string> } {
  return { state, carry: Object.fromEntries(Object.keys(state.types).map((name) => [name, name])) };
}
