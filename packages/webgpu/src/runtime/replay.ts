import type { Executable } from '@mosa-js/core/adapter';
import { keptBindings } from './bindings';
import type { Memory } from './buffers';
import type { Gpu } from './gpu';
import type { LoweredGraph } from './lower-graph';
import type { Step } from './steps';
import { discardTensor, freeTensor, type GpuTensor, newTensor, shareTensor } from './tensors';

type Tensors = Readonly<Record<string, GpuTensor>>;

/** A program of which everything is made. */
export interface Ready {
  readonly lowered: LoweredGraph;
  readonly steps: readonly Step[];
  /** Storages that come with a run: those of its inputs, in this order, and then those that it computes. */
  readonly inputs: readonly string[];
  readonly computed: readonly number[];
  /** Weights and constants, by storage. */
  readonly kept: ReadonlyMap<number, GpuTensor>;
}

/** Runs a program: its inputs are there, its outputs get memory, and its dispatches are recorded and handed over. */
export function createReplay(gpu: Gpu, ready: Ready): Pick<Executable<GpuTensor>, 'run' | 'profile'> {
  const { device, health, buffers } = gpu;
  const { lowered, steps, inputs, computed, kept } = ready;
  const sizes = computed.map((storage) => 4 * lowered.lowering.storages[storage]!);
  const make = () => sizes.map((bytes) => newTensor(gpu, bytes));
  const memoriesOf = (tensors: Tensors, own: readonly GpuTensor[]) =>
    [...inputs.map((name) => tensors[name]!), ...own].map(({ memory }) => memory);

  /** Hands out what was computed, and other handles on what came in. */
  function results(tensors: Tensors, own: readonly GpuTensor[]): Record<string, GpuTensor> {
    const tensorOf = new Map(kept);
    for (const name of inputs) tensorOf.set(lowered.inputs.get(name)!, tensors[name]!);
    const left = new Map(computed.map((storage, i) => [storage, own[i]!]));
    for (const [storage, tensor] of left) tensorOf.set(storage, tensor);
    return Object.fromEntries(
      [...lowered.outputs].map(([name, storage]) => {
        const first = left.get(storage);
        left.delete(storage); // what has a second name gets a second handle
        return [name, first ?? shareTensor(gpu, tensorOf.get(storage)!)];
      }),
    );
  }

  /** Buffers that the device may not have had the memory for are nobody's, and neither are bindings to them. */
  function undo(own: readonly GpuTensor[]): void {
    for (const tensor of own) discardTensor(gpu, tensor);
    for (const { bind } of steps) bind.forget();
  }

  function record(own: readonly GpuTensor[], memories: readonly Memory[]): readonly GpuTensor[] {
    try {
      submit(device, steps, memories);
      return own;
    } catch (error) {
      undo(own);
      throw error;
    }
  }

  const accepted: string[] = [];
  const keyOf = (memories: readonly Memory[]) => memories.map(({ id }) => id).join();
  return {
    run(tensors) {
      buffers.tick();
      health.check('run');
      const own = buffers.lacks(sizes) ? undefined : make();
      if (own) {
        const memories = memoriesOf(tensors, own);
        // The device has accepted the very same commands before, so it need not be asked again.
        if (accepted.includes(keyOf(memories))) return results(tensors, record(own, memories));
      }
      const first = () => {
        const all = own ?? make();
        return record(all, memoriesOf(tensors, all));
      };
      return health.watch('run', first, undo).then((all) => {
        accepted.unshift(keyOf(memoriesOf(tensors, all)));
        accepted.splice(keptBindings);
        return results(tensors, all);
      });
    },
    async profile(tensors) {
      const { profileSteps } = await import('./profile');
      const own = make();
      try {
        return await profileSteps(gpu, lowered.lowering, steps, memoriesOf(tensors, own));
      } finally {
        for (const tensor of own) freeTensor(gpu, tensor);
      }
    },
  };
}

/** Dispatches of the first submission and of each later one, so that the GPU works on the first while the host records the rest. */
const firstPart = 64;
const laterPart = 256;

function submit(device: GPUDevice, steps: readonly Step[], given: readonly Memory[]): void {
  for (let start = 0; start < steps.length; ) {
    // What is left is handed over at once where the first part would be most of it.
    const isLast = steps.length - start <= 2 * firstPart;
    const end = isLast ? steps.length : Math.min(steps.length, start + (start === 0 ? firstPart : laterPart));
    device.queue.submit([recorded(device, steps, start, end, given)]);
    start = end;
  }
}

function recorded(
  device: GPUDevice,
  steps: readonly Step[],
  start: number,
  end: number,
  given: readonly Memory[],
): GPUCommandBuffer {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  let current: GPUComputePipeline | undefined;
  for (let at = start; at < end; at++) {
    const { pipeline, bind, grid } = steps[at]!;
    if (pipeline !== current) pass.setPipeline(pipeline);
    current = pipeline;
    pass.setBindGroup(0, bind.of(given));
    pass.dispatchWorkgroups(grid[0], grid[1], grid[2]);
  }
  pass.end();
  return encoder.finish();
}
