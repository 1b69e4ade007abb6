import { planMemory } from '@mosa-js/core/adapter';
import { type Binder, createBinder, type Source } from './bindings';
import type { Memory } from './buffers';
import { gridOf } from './dispatch';
import type { Gpu } from './gpu';
import type { Lowering, Value } from './lowering';
import type { Pipeline } from './pipelines';
import { layOutUniforms } from './uniforms';

/** One dispatch, ready to be recorded. */
export interface Step {
  readonly pipeline: GPUComputePipeline;
  readonly bind: Binder;
  readonly grid: readonly [number, number, number];
}

/** Where the storages lie that are not the program's own to place. */
export interface Bounds {
  /** Those that come with a run, by their number in it. */
  readonly given: ReadonlyMap<number, number>;
  /** Weights and constants. */
  readonly fixed: ReadonlyMap<number, Memory>;
}

/** The dispatches of a program with the memory that they share. */
export interface Steps {
  readonly steps: readonly Step[];
  free(): void;
}

/** Makes all that a program needs on the device but its constants. @param pipelines of the dispatches, in their order */
export function makeSteps(gpu: Gpu, lowering: Lowering, pipelines: readonly Pipeline[], bounds: Bounds): Steps {
  const { device, buffers } = gpu;
  const { dispatches } = lowering;
  const at = (value: Value) => lowering.locate(value);
  const isPlanned = (storage: number) => !bounds.given.has(storage) && !bounds.fixed.has(storage);
  const bytes = new Map<number, number>();
  lowering.storages.forEach((elements, storage) => {
    if (isPlanned(storage)) bytes.set(storage, lowering.bytesIn(storage, elements));
  });
  const plan = planMemory(
    dispatches.map(({ reads, writes }) => ({
      reads: reads.map((value) => at(value).storage),
      writes: writes.map((value) => at(value).storage),
    })),
    bytes,
  );
  const memories: Memory[] = [];
  const uniforms = layOutUniforms(
    dispatches.map(({ dispatch }) => dispatch),
    device.limits.minUniformBufferOffsetAlignment,
  );
  let numbers: GPUBuffer | undefined;
  const free = () => {
    memories.splice(0).forEach(buffers.discard);
    numbers?.destroy();
    numbers = undefined;
  };
  try {
    for (const size of plan.buffers) memories.push(buffers.make(size));
    numbers = uniformBuffer(device, uniforms.data);
    const sourceOf = (value: Value): Source => {
      const { storage, start } = at(value);
      const part = { start: lowering.bytesIn(storage, start), bytes: lowering.bytesIn(storage, value.size) };
      const given = bounds.given.get(storage);
      if (given !== undefined) return { ...part, given };
      const memory = bounds.fixed.get(storage) ?? memories[plan.bufferOf.get(storage)!]!;
      return { ...part, buffer: memory.buffer };
    };
    const steps = dispatches.map(({ dispatch, reads, writes }, i): Step => {
      const sources = [...writes, ...reads].map(sourceOf);
      const start = uniforms.starts[i];
      if (start !== undefined)
        sources.push({ start, bytes: 16 * Object.keys(dispatch.uniforms).length, buffer: numbers! });
      const { pipeline, layout } = pipelines[i]!;
      const grid = gridOf(dispatch.workgroups, device.limits.maxComputeWorkgroupsPerDimension);
      return { pipeline, bind: createBinder(device, layout, sources), grid };
    });
    return { steps, free };
  } catch (error) {
    free();
    throw error;
  }
}

function uniformBuffer(device: GPUDevice, data: Int32Array<ArrayBuffer>): GPUBuffer | undefined {
  if (data.length === 0) return undefined;
  const buffer = device.createBuffer({
    size: data.byteLength,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, data);
  return buffer;
}
