import type { Graph } from '@mosa-js/core';
import { type Executable, elementwiseGroups, type GroupLimits } from '@mosa-js/core/adapter';
import { keptBindings } from './bindings';
import type { Memory } from './buffers';
import type { Gpu } from './gpu';
import { lowerGraph } from './lower-graph';
import type { Limits } from './lowering';
import { profileSteps } from './profile';
import { makeSteps, type Step, type Steps } from './steps';
import { freeTensor, type GpuTensor, newTensor, shareTensor, uploadTensor } from './tensors';

/** How large a group of elementwise ops may be: one binding is the result's. */
export function groupLimits({ maxStorageBuffersPerShaderStage }: Limits): GroupLimits {
  return { inputs: maxStorageBuffersPerShaderStage - 1 };
}

/** Workgroups that fill a large GPU, and the cores of a CPU that does a GPU's work. */
const enough = { hardware: 256, software: 2 } as const;

/**
 * A graph on a device. Shaders, memory, bindings and numbers are made here, once; a run records the dispatches in one pass
 * and submits it.
 */
export async function loadProgram(
  gpu: Gpu,
  graph: Graph,
  weights: Readonly<Record<string, GpuTensor>>,
): Promise<Executable<GpuTensor>> {
  const { device, health, buffers } = gpu;
  const groups = graph.unfused ? undefined : elementwiseGroups(graph, groupLimits(device.limits));
  const { lowering, inputs, outputs, ...lowered } = lowerGraph(graph, groups, {
    limits: device.limits,
    enoughWorkgroups: enough[gpu.isSoftware ? 'software' : 'hardware'],
    take: gpu.paths.take,
  });
  const pipelines = await health.watch('load', () => gpu.pipelines.all(lowering.dispatches));

  const names = [...inputs.keys()];
  const computed = [...new Set(outputs.values())].filter((storage) => lowering.isComputed(storage));
  const given = new Map([...inputs.values(), ...computed].map((storage, number) => [storage, number]));
  const sizes = computed.map((storage) => 4 * lowering.storages[storage]!);

  // What stays, by storage.
  const kept = new Map([...lowered.weights].map(([name, storage]) => [storage, weights[name]!]));
  const constants: GpuTensor[] = [];
  let made: Steps | undefined;
  const free = () => {
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
  } catch (error) {
    free();
    throw error;
  }
  const { steps } = made;

  /** Hands out what was computed, and other handles on what came in. */
  const results = (tensors: Readonly<Record<string, GpuTensor>>, own: readonly GpuTensor[]) => {
    const tensorOf = new Map(kept);
    for (const name of names) tensorOf.set(inputs.get(name)!, tensors[name]!);
    const left = new Map(computed.map((storage, i) => [storage, own[i]!]));
    for (const [storage, tensor] of left) tensorOf.set(storage, tensor);
    return Object.fromEntries(
      [...outputs].map(([name, storage]) => {
        const first = left.get(storage);
        left.delete(storage); // what has a second name gets a second handle
        return [name, first ?? shareTensor(gpu, tensorOf.get(storage)!)];
      }),
    );
  };
  const freeAll = (tensors: readonly GpuTensor[]) => {
    for (const tensor of tensors) freeTensor(gpu, tensor);
  };

  const make = () => sizes.map((bytes) => newTensor(gpu, bytes));
  const memoriesOf = (tensors: Readonly<Record<string, GpuTensor>>, own: readonly GpuTensor[]) =>
    [...names.map((name) => tensors[name]!), ...own].map(({ memory }) => memory);
  const accepted: string[] = [];
  const record = (own: readonly GpuTensor[], memories: readonly Memory[]) => {
    try {
      submit(device, steps, memories);
      return own;
    } catch (error) {
      freeAll(own);
      throw error;
    }
  };
  return {
    run(tensors) {
      buffers.tick();
      health.check('run');
      const own = buffers.lacks(sizes) ? undefined : make();
      const memories = own && memoriesOf(tensors, own);
      const key = memories?.map(({ id }) => id).join();
      // The device has accepted the very same commands before, so it need not be asked again.
      if (own && accepted.includes(key!)) return results(tensors, record(own, memories!));
      const first = () => {
        const all = own ?? make();
        return record(all, memories ?? memoriesOf(tensors, all));
      };
      return health.watch('run', first, freeAll).then((all) => {
        accepted.unshift(
          memoriesOf(tensors, all)
            .map(({ id }) => id)
            .join(),
        );
        accepted.splice(keptBindings);
        return results(tensors, all);
      });
    },
    async profile(tensors) {
      const own = make();
      try {
        return await profileSteps(gpu, lowering, steps, memoriesOf(tensors, own));
      } finally {
        freeAll(own);
      }
    },
    dispose: free,
  };
}

/** Records everything in one pass, and hands it over at once. */
function submit(device: GPUDevice, steps: readonly Step[], given: readonly Memory[]): void {
  if (steps.length === 0) return;
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  let current: GPUComputePipeline | undefined;
  for (const { pipeline, bind, grid } of steps) {
    if (pipeline !== current) pass.setPipeline(pipeline);
    current = pipeline;
    pass.setBindGroup(0, bind(given));
    pass.dispatchWorkgroups(grid[0], grid[1], grid[2]);
  }
  pass.end();
  device.queue.submit([encoder.finish()]);
}
