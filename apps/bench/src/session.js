import { createTfjsWebgpuBackend } from '@mosa-js/tfjs-webgpu';
import { createWebgpuBackend, isSoftware, nodeGpu } from '@mosa-js/webgpu';
import * as node from 'webgpu';

/** Why there is nothing to report. */
export class Refused extends Error {}

/** Dawn's flags. One that comes twice counts once, so each is one list. */
function flagsOf(unchecked) {
  const more = unchecked ? ',skip_validation,disable_robustness' : '';
  // Without these, Dawn rounds timestamps to a tenth of a millisecond, longer than much of what is timed here.
  return [`enable-dawn-features=allow_unsafe_apis${more}`, 'disable-dawn-features=timestamp_quantization'];
}

/**
 * A GPU, and backends on it.
 * @throws Refused for a GPU in software, unless that is allowed
 */
export async function openSession({ backend: name, unchecked, allowSoftware }) {
  const gpu = nodeGpu(node, flagsOf(unchecked));
  const backend = name === 'webgpu' ? await createWebgpuBackend({ gpu }) : await createOnTfjs(gpu);
  const software = isSoftware(backend.adapterInfo);
  if (software && !allowSoftware) {
    await backend.dispose();
    throw new Refused(`${backend.device}: its times say nothing about a GPU. For a smoke test add --allow-software`);
  }
  const device = backend.gpuDevice;
  const hasTimestamps = backend.features.has('timestamp-query');
  return {
    backend,
    gpuDevice: device,
    isSoftware: software,
    hasTimestamps,
    about: {
      device: backend.device,
      library: backend.label,
      unchecked,
      clock: hasTimestamps
        ? 'GPU timestamps, summed over the dispatches'
        : 'WALL CLOCK: the device has no timestamp-query',
    },
    /**
     * A backend on the same device for one row, with a store of memory of its own, so that it tells what the row reserves. On
     * tfjs there is one store for all, which tells nothing of a row.
     */
    async another() {
      if (name === 'webgpu') return createWebgpuBackend({ device });
      return { ...backend, memory: () => ({}), dispose: async () => undefined };
    },
    idle: () => device.queue.onSubmittedWorkDone(),
    dispose: () => backend.dispose(),
  };
}

async function createOnTfjs(gpu) {
  const lib = await import('@tensorflow/tfjs-core');
  const tfjsWebgpu = await import('@tensorflow/tfjs-backend-webgpu');
  lib.enableProdMode();
  return createTfjsWebgpuBackend({ lib, tfjsWebgpu, gpu });
}
