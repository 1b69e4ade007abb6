import type { Graph } from '@mosa-js/core';
import { type ExplainedStep, explainGraph } from '@mosa-js/core/adapter';
import type { Limits, Value } from './lowering';
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
  /**
   * None where what reads the result finds its elements where they are, and where rows are set with those of another step. A slice
   * that is copied after all counts where it is read.
   */
  readonly dispatches: number;
}

export interface ExplainedProgram {
  /** In the order in which they run. */
  readonly steps: readonly DispatchedStep[];
  /** All of them, copies of outputs included. */
  readonly dispatches: number;
}

export interface ExplainOptions {
  /** Whether the CPU does a GPU's work: products are cut into fewer parts for it. Default false. */
  readonly isSoftware?: boolean;
  /** Names of outputs by names of the inputs that they become in the next run. Default: nothing is carried. */
  readonly carry?: Readonly<Record<string, string>>;
}

/**
 * Tells what of a graph runs as one, on a device that is known by its limits alone.
 * @param graph as `load` of an adapter gets it: of primitives and the fused ops that `capabilitiesOf(limits)` names
 */
export async function explainProgram(
  graph: Graph,
  limits: Limits,
  { isSoftware = false, carry = {} }: ExplainOptions = {},
): Promise<ExplainedProgram> {
  const stepOf: number[] = [];
  const laidOut = await layOut(graph, limits, isSoftware, {
    take: () => undefined,
    onStep: ({ node }, dispatches) => {
      while (stepOf.length < dispatches) stepOf.push(node.id);
    },
  });
  const { dispatches } = laidOut.lowered.lowering;
  // What a dispatch writes first tells it from all others, whatever becomes of it.
  const wrote = new Map<Value, number>(stepOf.map((id, number) => [dispatches[number]!.writes[0]!, id]));
  (await import('./in-place')).overwriteCarried(laidOut.lowered, carry);
  const countOf = new Map<number, number>();
  for (const { writes } of dispatches) {
    const id = wrote.get(writes[0]!);
    if (id !== undefined) countOf.set(id, (countOf.get(id) ?? 0) + 1);
  }
  const explained = explainGraph(laidOut.graph, capabilitiesOf(limits).elementwise);
  const steps = explained.map((step): DispatchedStep => ({ ...step, dispatches: countOf.get(step.id) ?? 0 }));
  return { steps, dispatches: dispatches.length };
}
