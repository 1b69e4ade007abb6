import v8 from 'node:v8';

/** The module namespace of npm's `webgpu`: Dawn, the WebGPU of Chromium, for Node. */
export interface DawnModule {
  create(flags: string[]): GpuObject;
  readonly globals: Readonly<Record<string, unknown>>;
}

interface GpuObject {
  requestAdapter(): Promise<{
    readonly info: Readonly<Record<'vendor' | 'architecture' | 'description', string>>;
  } | null>;
}

type WriteBuffer = (
  buffer: object,
  offset: number,
  data: ArrayBufferView | ArrayBufferLike,
  ...range: number[]
) => void;

interface Device {
  createComputePipeline(descriptor: object): object;
  createComputePipelineAsync(this: Device, descriptor: object): Promise<object>;
  pushErrorScope(filter: 'validation'): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

/**
 * Makes this process look like a browser with WebGPU to a library made for browsers.
 * @returns the adapter's name, or undefined where there is none
 */
export async function pretendBrowserGpu({ create, globals }: DawnModule): Promise<string | undefined> {
  Object.assign(globalThis, globals);
  copySharedMemory((globals.GPUQueue as { prototype: { writeBuffer: WriteBuffer } }).prototype);
  compileAtOnce((globals.GPUDevice as { prototype: Device }).prototype);
  // The optimising compiler takes half a minute for the WebAssembly of ONNX Runtime.
  v8.setFlagsFromString('--liftoff-only');
  const gpu = create([]);
  // Node 21 brought a navigator that cannot be replaced, only added to.
  if (typeof globalThis.navigator === 'object') {
    Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  } else {
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
  }
  const info = (await gpu.requestAdapter())?.info;
  return info && [info.vendor, info.architecture, info.description].filter(Boolean).join(' ');
}

/** A browser's writeBuffer takes SharedArrayBuffers, the memory of WebAssembly with threads; Dawn for Node refuses them. */
function copySharedMemory(queue: { writeBuffer: WriteBuffer }): void {
  const { writeBuffer } = queue;
  queue.writeBuffer = function (buffer, offset, data, ...range) {
    const view = ArrayBuffer.isView(data) ? data : new Uint8Array(data);
    if (!(view.buffer instanceof SharedArrayBuffer)) return writeBuffer.call(this, buffer, offset, data, ...range);
    const bytes = view instanceof DataView ? 1 : (view as Uint8Array).BYTES_PER_ELEMENT;
    const [start = 0, size = view.byteLength / bytes - start] = range; // counted in elements of the view
    const copy = new Uint8Array(new Uint8Array(view.buffer, view.byteOffset + start * bytes, size * bytes));
    writeBuffer.call(this, buffer, offset, copy);
  };
}

/**
 * While a promise is pending, Dawn for Node asks for its result in every turn of the event loop, which takes a core and the
 * device's lock from the thread that compiles. Compiling at once takes neither.
 */
function compileAtOnce(device: Device): void {
  device.createComputePipelineAsync = async function (descriptor) {
    this.pushErrorScope('validation');
    const pipeline = this.createComputePipeline(descriptor);
    const error = await this.popErrorScope();
    if (error !== null) throw new Error(error.message);
    return pipeline;
  };
}
