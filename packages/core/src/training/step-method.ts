import type { TensorInputs } from '../backend/backend';
import type { DeviceTensor } from '../backend/device-tensor';
import type { Graph } from '../graph/graph';
import type { Named } from '../graph/trace';
import type { HostTensor } from '../types';
import { stateNames } from './step-graph';

/** How a trainer computes a step: on the whole batch at once, or in micro-batches. It keeps no state. */
export interface StepMethod {
  /** What takes the most memory of a step. */
  readonly graph: Graph;
  /**
   * @param inputs of the whole batch
   * @param state by its names, on the device; stays its owner's
   * @param numbers [3], from `stepNumbers`
   * @returns outputs as `stepGraph` names them; the caller's to dispose
   */
  step(inputs: TensorInputs, state: Named<DeviceTensor>, numbers: HostTensor): Promise<Record<string, DeviceTensor>>;
  /** @returns the loss, and the model's `output/NAME`; the caller's to dispose */
  evaluate(
    inputs: TensorInputs,
    state: Named<DeviceTensor>,
  ): Promise<{ readonly loss: number; readonly outputs: Record<string, DeviceTensor> }>;
  /** Computes a step again to find what in it was the first that is not finite: in words, or nothing. */
  firstNotFinite(inputs: TensorInputs, state: Named<DeviceTensor>, numbers: HostTensor): Promise<string | undefined>;
  dispose(): Promise<void>;
}

/** The state that a loss reads: all but the moments. */
export function weightsOf(state: Named<DeviceTensor>): Record<string, DeviceTensor> {
  const { [stateNames.first]: _first, [stateNames.second]: _second, ...weights } = state;
  return weights;
}
