import { createTfjsWebgpuBackend, isSoftware, nodeGpu, tfjsWebgpuKernels } from '@mosa-js/tfjs-webgpu';
import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu';
import * as lib from '@tensorflow/tfjs-core';
import * as node from 'webgpu';

/** Why there is nothing to report. */
export class Refused extends Error {}

// Without these, Dawn rounds timestamps to a tenth of a millisecond, longer than most of what is timed here.
const exactClock = ['enable-dawn-features=allow_unsafe_apis', 'disable-dawn-features=timestamp_quantization'];

/** A device, active in tfjs, and a clock for it. */
export async function openSession({ allowSoftware }) {
  lib.enableProdMode();
  const backend = await createTfjsWebgpuBackend({ lib, tfjsWebgpu, gpu: nodeGpu(node, exactClock) });
  if (isSoftware(backend.adapterInfo) && !allowSoftware) {
    await backend.dispose();
    throw new Refused(`${backend.device}: its times say nothing about a GPU. For a smoke test add --allow-software`);
  }
  const hasTimestamps = backend.features.has('timestamp-query');
  await lib.setBackend(backend.tfjsName);
  const { queue } = backend.gpuDevice;
  const tfjsBackend = lib.backend();

  /** Milliseconds of one piece of work: `gpu` inside its programs, undefined without timestamps, and `wall` until the GPU is done. */
  async function time(work) {
    const run = () => lib.dispose(work());
    let gpu;
    if (hasTimestamps) gpu = (await lib.time(run)).kernelMs;
    await queue.onSubmittedWorkDone();
    const started = performance.now();
    run();
    tfjsBackend.ensureCommandEncoderReady();
    tfjsBackend.endComputePassEncoder();
    tfjsBackend.submitQueue();
    await queue.onSubmittedWorkDone();
    return { gpu, wall: performance.now() - started };
  }

  return {
    lib,
    kernels: tfjsWebgpuKernels(lib, tfjsBackend),
    device: backend.device,
    library: backend.label,
    clock: hasTimestamps ? 'GPU timestamps, summed over the programs' : 'WALL CLOCK: the device has no timestamp-query',
    time,
    dispose: () => backend.dispose(),
  };
}
