import type { Executable } from '@mosa-js/core/adapter';
import { keptBindings } from './bindings';
import type { Memory } from './buffers';
import type { Gpu } from './gpu';
import type { LoweredGraph } from './lower-graph';
import type { Step } from './steps';
import { copyTensor, discardTensor, freeTensor, type GpuTensor, isAlone, newTensor, shareTensor } from './tensors';

type Tensors = Readonly<Record<string, GpuTensor>>;

/** A program of which everything is made. */
export interface Ready {
  readonly lowered: LoweredGraph;
  readonly steps: readonly Step[];
  /** Storages that come with a run: those of its inputs, in this order, and then those that it computes. */
  readonly inputs: readonly string[];
  readonly computed: readonly number[];
  /** Inputs that a run overwrites with what it carries on. */
  readonly overwritten: readonly string[];
  /** Weights and constants, by storage. */
  readonly kept: ReadonlyMap<number, GpuTensor>;
}

/** The tensors of one run: what came in, in whose place there may be copies, and what it computes. */
interface Work {
  readonly tensors: Tensors;
  /** What the run overwrites in the place of inputs that are to stay as they are. */
  readonly copies: ReadonlyMap<string, GpuTensor>;
  readonly own: readonly GpuTensor[];
}

/** Runs a program: its inputs are there, its outputs get memory, and its dispatches are recorded and handed over. */
export function createReplay(gpu: Gpu, ready: Ready): Pick<Executable<GpuTensor>, 'run' | 'profile'> {
  const { device, health, buffers } = gpu;
  const { lowered, steps, inputs, overwritten, computed, kept } = ready;
  const { lowering } = lowered;
  const sizes = computed.map((storage) => lowering.bytesIn(storage, lowering.storages[storage]!));
  const memoriesOf = ({ tensors, copies, own }: Work) =>
    [...inputs.map((name) => copies.get(name) ?? tensors[name]!), ...own].map(({ memory }) => memory);
  const madeBy = ({ copies, own }: Work) => [...copies.values(), ...own];

  /** @param copied inputs that are to stay as they are, although the program overwrites them */
  function make(tensors: Tensors, copied: readonly string[]): Work {
    const own = sizes.map((bytes, i) => newTensor(gpu, bytes, lowering.halves.get(computed[i]!)));
    const copies = new Map(copied.map((name) => [name, newTensor(gpu, tensors[name]!.bytes, tensors[name]!.half)]));
    return { tensors, copies, own };
  }

  /** Hands out what was computed, and other handles on what came in. */
  function results({ tensors, copies, own }: Work): Record<string, GpuTensor> {
    const tensorOf = new Map(kept);
    for (const name of inputs) tensorOf.set(lowered.inputs.get(name)!, tensors[name]!);
    const left = new Map(computed.map((storage, i) => [storage, own[i]!]));
    for (const [name, copy] of copies) left.set(lowered.inputs.get(name)!, copy);
    for (const [storage, tensor] of left) tensorOf.set(storage, tensor);
    return Object.fromEntries(
      [...lowered.outputs].map(([name, output]) => {
        const { storage } = lowering.locate({ storage: output, start: 0 });
        const first = left.get(storage);
        left.delete(storage); // what has a second name gets a second handle
        return [name, first ?? shareTensor(gpu, tensorOf.get(storage)!)];
      }),
    );
  }

  /** Buffers that the device may not have had the memory for are nobody's, and neither are bindings to them. */
  function undo(work: Work): void {
    for (const tensor of madeBy(work)) discardTensor(gpu, tensor);
    for (const { bind } of steps) bind.forget();
  }

  function fillCopies({ tensors, copies }: Work): void {
    for (const [name, copy] of copies) copyTensor(gpu, tensors[name]!, copy);
  }

  function record(work: Work): void {
    fillCopies(work);
    submit(device, steps, memoriesOf(work));
  }

  const accepted: string[] = [];
  const keyOf = (work: Work) =>
    memoriesOf(work)
      .map(({ id }) => id)
      .join();

  /** Records what the device has not accepted before, and asks it. Whatever comes between, what was made for it is given back. */
  async function recordFirst(work: Work): Promise<Record<string, GpuTensor>> {
    try {
      await health.watch('run', () => record(work));
    } catch (error) {
      undo(work);
      throw error;
    }
    accepted.unshift(keyOf(work));
    accepted.splice(keptBindings);
    return results(work);
  }

  function recordAgain(work: Work): Record<string, GpuTensor> {
    try {
      record(work);
    } catch (error) {
      undo(work);
      throw error;
    }
    return results(work);
  }

  return {
    run(tensors, taken) {
      buffers.tick();
      health.check('run');
      const copied = overwritten.filter((name) => !taken?.has(name) || !isAlone(gpu, tensors[name]!));
      // Memory is asked for first, so that nothing is overwritten in vain.
      if (buffers.lacks([...sizes, ...copied.map((name) => tensors[name]!.bytes)]))
        return health.watch('run', () => make(tensors, copied), undo).then(recordFirst);
      const work = make(tensors, copied);
      return accepted.includes(keyOf(work)) ? recordAgain(work) : recordFirst(work);
    },
    async profile(tensors) {
      const { profileSteps } = await import('./profile');
      const work = make(tensors, overwritten);
      try {
        fillCopies(work);
        return await profileSteps(gpu, lowering, steps, memoriesOf(work));
      } finally {
        for (const tensor of madeBy(work)) freeTensor(gpu, tensor);
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
