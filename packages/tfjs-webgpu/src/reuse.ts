import type { DeviceBackend } from './library';

/** Bind groups and uniform buffers that are kept at most; a training step of a large model takes about a thousand. */
const most = 8192;

/** The parts of tfjs's backend, private to it, that make a uniform buffer for every program that runs. */
interface Uniforms {
  uniformPendingDisposal: GPUBuffer[];
  makeUniforms(values: readonly Uniform[]): UniformBinding;
}

interface Uniform {
  readonly type: string;
  readonly data: ArrayLike<number>;
}

interface UniformBinding {
  readonly offset: number;
  readonly size: number;
  readonly buffer: GPUBuffer;
}

const ids = new WeakMap<object, number>();
let count = 0;

function idOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) {
    id = ++count;
    ids.set(object, id);
  }
  return id;
}

/** Keeps what it is asked for most lately. */
class Recent<V> {
  readonly #values = new Map<string, V>();
  readonly #drop: (value: V) => void;

  /** @param drop is handed what is kept no longer */
  constructor(drop: (value: V) => void = () => undefined) {
    this.#drop = drop;
  }

  get(key: string, make: () => V): V {
    let value = this.#values.get(key);
    if (value !== undefined) this.#values.delete(key);
    else value = make();
    this.#values.set(key, value); // a Map's order is that of insertion
    if (this.#values.size > most) {
      const [oldest, dropped] = this.#values.entries().next().value!;
      this.#values.delete(oldest);
      this.#drop(dropped);
    }
    return value;
  }
}

/**
 * Lets tfjs make no bind group and no uniform buffer that it has made before. It makes new ones for every program that it
 * runs; where a device is reached through native bindings, as in Node, creating and collecting these objects takes more
 * time than the work of a small program.
 */
export function reuseBindings(device: GPUDevice): void {
  const createPipeline = device.createComputePipeline.bind(device);
  device.createComputePipeline = (descriptor) => {
    const pipeline = createPipeline(descriptor);
    const getLayout = pipeline.getBindGroupLayout.bind(pipeline);
    const layouts: GPUBindGroupLayout[] = [];
    pipeline.getBindGroupLayout = (index) => (layouts[index] ??= getLayout(index));
    return pipeline;
  };
  const createGroup = device.createBindGroup.bind(device);
  const groups = new Recent<GPUBindGroup>();
  device.createBindGroup = (descriptor) => {
    let key = `${idOf(descriptor.layout)}`;
    for (const { binding, resource } of descriptor.entries) {
      const { buffer, offset = 0, size = '' } = resource as GPUBufferBinding;
      if (buffer === undefined) return createGroup(descriptor); // a texture or a sampler
      key += ` ${binding},${idOf(buffer)},${offset},${size}`;
    }
    return groups.get(key, () => createGroup(descriptor));
  };
}

/** The same for uniform buffers, whose contents are the key: shapes, mostly. */
export function reuseUniforms(backend: DeviceBackend): void {
  const theirs = backend as unknown as Uniforms;
  const make = theirs.makeUniforms.bind(backend);
  // tfjs takes it back once the commands that may use it are handed over.
  const kept = new Recent<UniformBinding>(({ buffer }) => theirs.uniformPendingDisposal.push(buffer));
  theirs.makeUniforms = (values) =>
    kept.get(values.map(contents).join(' '), () => {
      const binding = make(values);
      theirs.uniformPendingDisposal.pop(); // no longer theirs to hand out again
      return binding;
    });
}

/** Tells numbers apart by their bits: 1 is not 1.0, and 0 is not −0. */
function contents({ type, data }: Uniform): string {
  return type + Array.from(data, (value) => (Object.is(value, -0) ? '-0' : value)).join();
}

/**
 * Puts tfjs's free buffers in one order. It takes them from a stack, so that equal runs of a program would work on other
 * buffers each time, with other bind groups.
 */
export function orderFreeBuffers({ bufferManager }: DeviceBackend): void {
  const { freeBuffers } = bufferManager as unknown as { freeBuffers: Map<string, GPUBuffer[]> };
  for (const buffers of freeBuffers.values()) buffers.sort((a, b) => idOf(a) - idOf(b));
}
