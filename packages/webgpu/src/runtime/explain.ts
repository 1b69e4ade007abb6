import type { Graph } from '@mosa-js/core';
import { type ExplainedStep, explainGraph } from '@mosa-js/core/adapter';
import type { Limits } from './lowering';
import { capabilitiesOf, layOut } from './program';

/** Limits that every device of WebGPU has. */
export const leastLimits: Limits = {
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupsPerDimension: 65535,
  maxComputeWorkgroupStorageSize: 16384,
  maxStorageBuffersPerShaderStage: 8,
  minStorageBufferOffsetAlignment: 256,
};

export interface DispatchedStep extends ExplainedStep {
  /** None where what reads the result finds its elements where they are. A slice that is copied after all counts where it is read. */
  readonly dispatches: number;
}

export interface ExplainedProgram {
  /** In the order in which they run. */
  readonly steps: readonly DispatchedStep[];
  /** All of them, copies of outputs included. */
  readonly dispatches: number;
}

/**
 * Tells what of a graph runs as one, on a device that is known by its limits alone.
 * @param graph as `load` of an adapter gets it: of primitives and the fused ops that `capabilitiesOf(limits)` names
 * @param isSoftware whether the CPU does a GPU's work: products are cut into fewer parts for it
 */
export async function explainProgram(graph: Graph, limits: Limits, isSoftware = false): Promise<ExplainedProgram> {
  const countOf = new Map<number, number>();
  let before = 0;
  const laidOut = await layOut(graph, limits, isSoftware, {
    take: () => undefined,
    onStep({ node }, dispatches) {
      countOf.set(node.id, dispatches - before);
      before = dispatches;
    },
  });
  const explained = explainGraph(laidOut.graph, capabilitiesOf(limits).elementwise);
  const steps = explained.map((step): DispatchedStep => ({ ...step, dispatches: countOf.get(step.id) ?? 0 }));
  return { steps, dispatches: laidOut.lowered.lowering.dispatches.length };
}
