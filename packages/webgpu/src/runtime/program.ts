import type { Graph } from '@mosa-js/core';
import {
  type Capabilities,
  type CarriedHalves,
  type Executable,
  elementwiseGroups,
  type GroupLimits,
  hoistSmall,
} from '@mosa-js/core/adapter';
import { withoutShortAttention } from '../kernels/attention/fits';
import { fusedOpsOf, loadKernelsOf } from '../kernels/kernels';
import type { Gpu } from './gpu';
import { type LoweredWith, lowerGraph } from './lower-graph';
import type { Limits, LoweringOptions } from './lowering';
import type { ArraysOf } from './pipelines';
import { createReplay } from './replay';
import { makeSteps, type Steps } from './steps';
import { freeTensor, type GpuTensor, uploadTensor } from './tensors';

/**
 * Elements of a product that goes on with what reads it. To read and write more takes longer than to start another program, and
 * less than what a product loses to a long end (docs/rejected.md).
 */
const smallProduct = 2 ** 20;

/** How large a group of elementwise ops may be: one binding is the first result's. */
function groupLimits({ maxStorageBuffersPerShaderStage }: Limits): GroupLimits {
  return { inputs: maxStorageBuffersPerShaderStage - 1, results: 4, rows: true, products: smallProduct };
}

/** What of a program a device of these limits runs as one: fused ops, and groups of elementwise ops. */
export function capabilitiesOf(limits: Limits): Required<Pick<Capabilities, 'fused' | 'elementwise'>> {
  return { fused: fusedOpsOf(limits), elementwise: groupLimits(limits) };
}

/** Workgroups that fill a large GPU, and the cores of a CPU that does a GPU's work. That one takes long to compile. */
const kinds = {
  hardware: { enoughWorkgroups: 256, unrolls: true },
  software: { enoughWorkgroups: 2, unrolls: false },
} as const;

/** A graph as what runs on a device that is known by its limits alone. */
export async function layOut(
  wanted: Graph,
  limits: Limits,
  isSoftware: boolean,
  { carriedHalves, ...more }: Pick<LoweringOptions, 'take'> & LoweredWith & { readonly carriedHalves?: CarriedHalves },
) {
  const apart = withoutShortAttention(wanted);
  const graph = apart.unfused ? apart : hoistSmall(apart);
  const held = carriedHalves?.of(graph);
  const groups = graph.unfused ? undefined : elementwiseGroups(graph, groupLimits(limits), undefined, held?.nodes);
  const kind = kinds[isSoftware ? 'software' : 'hardware'];
  const loaded = await loadKernelsOf(graph, groups);
  return {
    graph,
    lowered: lowerGraph(graph, groups, { limits, ...kind, ...more, formats: carriedHalves?.formats, held, loaded }),
  };
}

/**
 * A graph on a device. Shaders, memory, bindings and numbers are made here, once: a run makes nothing but its outputs.
 * @throws MosaError `backend`, naming the shader, for one that does not compile, and where the device has no memory for it all
 */
export async function loadProgram(
  gpu: Gpu,
  wanted: Graph,
  weights: Readonly<Record<string, GpuTensor>>,
  carry: Readonly<Record<string, string>> | undefined,
  carriedHalves: CarriedHalves | undefined,
): Promise<Executable<GpuTensor>> {
  const { device, health, isSoftware, paths } = gpu;
  const halves = Object.fromEntries(
    Object.entries(weights).flatMap(([name, { half }]) => (half ? [[name, half]] : [])),
  );
  const { lowered } = await layOut(wanted, device.limits, isSoftware, { take: paths.take, halves, carriedHalves });
  const { lowering } = lowered;
  const arrays: ArraysOf = {
    storedAs: (value) => lowering.storedAs(value),
    ...(lowering.halves.size > 0 ? { convertingHalves: (await import('./half.wgsl')).convertingHalves } : {}),
  };
  const overwritten = carry ? (await import('./in-place')).overwriteCarried(lowered, carry) : [];
  const pipelines = await health.watch('load', () => gpu.pipelines.all(lowering.dispatches, arrays));

  const computed = [...new Set(lowered.outputs.values())].filter(
    (storage) => lowering.isComputed(storage) && !lowering.places.has(storage),
  );
  const given = new Map([...lowered.inputs.values(), ...computed].map((storage, number) => [storage, number]));
  const kept = new Map([...lowered.weights].map(([name, storage]) => [storage, weights[name]!]));
  const constants: GpuTensor[] = [];
  let made: Steps | undefined;
  const dispose = () => {
    for (const constant of constants.splice(0)) freeTensor(gpu, constant);
    made?.free();
  };
  try {
    for (const [storage, { data, type }] of lowering.constants) {
      const constant = await uploadTensor(gpu, data, type);
      constants.push(constant);
      kept.set(storage, constant);
    }
    const fixed = new Map([...kept].map(([storage, { memory }]) => [storage, memory]));
    made = await health.watch(
      'load',
      () => makeSteps(gpu, lowering, pipelines, { given, fixed }),
      (steps) => steps.free(),
    );
    const inputs = [...lowered.inputs.keys()];
    const ready = { lowered, steps: made.steps, inputs, overwritten, computed, kept };
    return { ...createReplay(gpu, ready), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
