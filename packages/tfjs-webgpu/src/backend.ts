import type { Backend } from '@mosa-js/core';
import { MosaError } from '@mosa-js/core';
import { elementwiseGroups } from '@mosa-js/core/adapter';
import { createTfjsBackend, type Tfjs, type TfjsTensor } from '@mosa-js/tfjs';
import { describeGpu, isSoftware, requestAdapter, requestDevice } from './gpu-adapter';
import { watchDevice } from './health';
import { createContext, kernelsOf } from './kernels';
import { prepareGroup } from './kernels/elementwise/group';
import type { TfjsWebgpu } from './library';
import { registerDevice, unregisterDevice } from './register';
import { orderFreeBuffers } from './reuse';
import { checkSize, largestTensor } from './sizes';

export interface TfjsWebgpuOptions {
  /** The module namespace of tfjs: `import * as tf from '@tensorflow/tfjs-core'`. */
  readonly lib: Tfjs;
  /** The module namespace of its WebGPU backend: `import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu'`. */
  readonly tfjsWebgpu: TfjsWebgpu;
  /** Default `navigator.gpu`. In Node: `nodeGpu(await import('webgpu'))`. */
  readonly gpu?: GPU;
  /** Which GPU, where there are several. Default 'high-performance'. */
  readonly powerPreference?: GPUPowerPreference;
  /** Name in reports. Default 'tfjs-webgpu'. */
  readonly name?: string;
}

/** A backend, and what is known of the GPU below it. */
export interface TfjsWebgpuBackend extends Backend<TfjsTensor> {
  readonly adapterInfo: GPUAdapterInfo;
  readonly features: ReadonlySet<string>;
  readonly limits: GPUSupportedLimits;
  readonly gpuDevice: GPUDevice;
  /** The name under which tfjs knows it, for `setBackend`. Functions of tfjs then run its own kernels, not ours. */
  readonly tfjsName: string;
}

/**
 * A backend on a WebGPU device of its own, with all the limits of its adapter. Errors of the device, its loss included,
 * reject the run or read under way or the next one; nothing is computed on the CPU in silence.
 * @throws MosaError `unavailable`, saying how to get it, where a library, WebGPU or an adapter is missing
 * @example
 * In Node; a page leaves out `webgpu` and `gpu`.
 * ```js
 * import { createTfjsWebgpuBackend, nodeGpu } from '@mosa-js/tfjs-webgpu';
 * import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as webgpu from 'webgpu';
 *
 * const backend = await createTfjsWebgpuBackend({ lib: tf, tfjsWebgpu, gpu: nodeGpu(webgpu) });
 * console.log(backend.device);
 * await backend.dispose();
 * ```
 */
export async function createTfjsWebgpuBackend(given: TfjsWebgpuOptions): Promise<TfjsWebgpuBackend> {
  const options = (given ?? {}) as TfjsWebgpuOptions; // JavaScript callers may leave it out
  const { lib, tfjsWebgpu, gpu = globalThis.navigator?.gpu, powerPreference = 'high-performance' } = options;
  const { name = 'tfjs-webgpu' } = options;
  checkOldName(options, name);
  checkModules(lib, tfjsWebgpu, name);
  const adapter = await requestAdapter(gpu, powerPreference, name);
  const device = await requestDevice(adapter, name);
  const health = watchDevice(device, name);
  const { info } = adapter;
  let tfjsName: string | undefined;
  const dispose = () => {
    health.stop();
    if (tfjsName !== undefined) unregisterDevice(lib, tfjsName);
    device.destroy();
  };
  try {
    const registered = registerDevice(lib, tfjsWebgpu, device, info, name);
    tfjsName = registered.name;
    const { backend: own } = registered;
    const flush = () => {
      own.ensureCommandEncoderReady();
      own.endComputePassEncoder();
      own.submitQueue();
    };
    const context = createContext(lib, own, isSoftware(info));
    const groupLimits = { inputs: device.limits.maxStorageBuffersPerShaderStage - 1 }; // one is the result's
    const backend = await createTfjsBackend({
      lib,
      backend: tfjsName,
      name,
      device: describeGpu(info),
      label: `tfjs ${lib.version_core} webgpu`,
      kernels: kernelsOf(context),
      elementwise: {
        limits: groupLimits,
        groupsOf: (graph) => elementwiseGroups(graph, groupLimits),
        prepare: (group) => prepareGroup(context, group),
      },
      guard: {
        async around<R>(task: string, work: () => R | Promise<R>, undo: (result: R) => void) {
          if (task === 'upload' || task === 'load') {
            health.check(task);
            return work(); // tfjs keeps it on the host until its first use
          }
          let made: { readonly result: R } | undefined;
          try {
            return await health.watch<R>(task, () => {
              if (task === 'run') orderFreeBuffers(own);
              try {
                const result = work();
                if (!(result instanceof Promise)) made = { result };
                return result;
              } finally {
                // tfjs hands commands over in batches; only what is handed over can be found wrong.
                if (task === 'run') flush();
              }
            });
          } catch (error) {
            if (made) undo(made.result);
            throw error;
          }
        },
        check: (type, where) => checkSize(type, device.limits, where),
        dispose,
      },
    });
    const features: ReadonlySet<string> = new Set(device.features);
    const { paths } = context;
    const { limits } = device;
    const capabilities = { ...backend.capabilities, largestTensor: largestTensor(limits) };
    const about = { adapterInfo: info, features, limits, gpuDevice: device, tfjsName };
    return Object.assign(backend, { capabilities, paths, ...about });
  } catch (error) {
    dispose();
    throw error;
  }
}

/** @throws MosaError `config` for the name that the option had before 0.1 */
function checkOldName(options: object, where: string): void {
  if ('webgpu' in options)
    throw new MosaError('config', where, "tfjsWebgpu: tfjs's WebGPU backend module", 'its old name, webgpu');
}

function checkModules(lib: unknown, tfjsWebgpu: unknown, where: string): void {
  const missing = (what: string, value: unknown) =>
    new MosaError('unavailable', where, what, value === undefined ? 'nothing' : typeof value);
  if (typeof (lib as Tfjs | undefined)?.registerBackend !== 'function')
    throw missing('lib: the module namespace of @tensorflow/tfjs-core (npm install it)', lib);
  if (typeof (tfjsWebgpu as TfjsWebgpu | undefined)?.WebGPUBackend !== 'function')
    throw missing('tfjsWebgpu: the module namespace of @tensorflow/tfjs-backend-webgpu (npm install it)', tfjsWebgpu);
}
