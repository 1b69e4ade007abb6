import { cpus } from 'node:os';
import { trace } from '@mosa-js/core';
import { hostBackends } from './host-backends.js';

/**
 * Backends that run what they are told on the CPU, as `openSession` gives those on a GPU: there are no dispatches to count and no other
 * clock than the wall's. TensorFlow may find a CUDA GPU.
 * @param threads 0 for as many as the library takes by itself
 */
export async function openHostSession({ backend: name, threads }) {
  const another = await hostBackends[name](threads);
  const backend = await another();
  const isGpu = backend.isUsingGpuDevice === true;
  const { model } = cpus()[0] ?? { model: 'a CPU' };
  const counted = threads === 0 ? 'threads by default' : threads === 1 ? '1 thread' : `${threads} threads`;
  const device = isGpu ? backend.device : `${model}, ${counted}`;
  const clock = isGpu ? 'WALL CLOCK: TensorFlow gives no GPU timestamps' : 'WALL CLOCK: there is no GPU';
  const x = { shape: [1], dtype: 'float32' };
  const tiny = await backend.compile(trace((ops, { x }) => ({ y: ops.add(x, x) }), { inputs: { x } }));
  return {
    backend,
    isGpu,
    isSoftware: false,
    hasTimestamps: false,
    about: { device, library: backend.label, onCpu: !isGpu, unchecked: false, software: false, clock },
    another,
    /** Milliseconds of all threads until now, where they do the work. */
    cpuMs: isGpu ? undefined : cpuMs,
    /** What was asked of a GPU before is done when a small result is read. */
    async idle() {
      if (!isGpu) return;
      const { y } = await tiny.run({ x: { ...x, data: Float32Array.of(1) } });
      await y.read();
      y.dispose();
    },
    async dispose() {
      await tiny.dispose();
      await backend.dispose();
    },
  };
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
