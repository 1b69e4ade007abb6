import { createWebgpuBackend, isSoftware } from '@mosa-js/webgpu';

/** Why there is nothing to report. */
export class Refused extends Error {}

/**
 * A GPU, and backends on it.
 * @param where { gpu?, unchecked?, clock?, host? }: what gives the GPU, by default `navigator.gpu`, whether it leaves out its
 *   checks, what is to be said of its clock, and where it all runs
 * @throws Refused for a GPU in software, unless that is allowed
 */
export async function openSession({ backend: name, allowSoftware }, { gpu, unchecked = false, clock, host }) {
  const backend = name === 'webgpu' ? await createWebgpuBackend({ gpu }) : await createOnTfjs(gpu);
  const software = isSoftware(backend.adapterInfo);
  if (software && !allowSoftware) {
    await backend.dispose();
    throw new Refused(`${backend.device}: its times say nothing about a GPU. For a smoke test add --allow-software`);
  }
  const device = backend.gpuDevice;
  const hasTimestamps = backend.features.has('timestamp-query');
  const timestamps = `GPU timestamps${clock ?? ''}, summed over the dispatches`;
  return {
    backend,
    gpuDevice: device,
    isGpu: true,
    isSoftware: software,
    hasTimestamps,
    about: {
      device: backend.device,
      library: backend.label,
      host,
      unchecked,
      software,
      clock: hasTimestamps ? timestamps : 'WALL CLOCK: the device has no timestamp-query',
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
  const { createTfjsWebgpuBackend } = await import('@mosa-js/tfjs-webgpu');
  const lib = await import('@tensorflow/tfjs-core');
  const tfjsWebgpu = await import('@tensorflow/tfjs-backend-webgpu');
  lib.enableProdMode();
  return createTfjsWebgpuBackend({ lib, tfjsWebgpu, gpu });
}
