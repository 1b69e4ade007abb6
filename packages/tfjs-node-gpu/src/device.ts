import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Binding, NodeBackend } from './library';
import { startAddon } from './start-addon';

/** Where the work runs. */
export interface Device {
  /** `NVIDIA H100 80GB HBM3 (CUDA)`, or `cpu`. */
  readonly name: string;
  /** What libtensorflow says about CUDA; undefined where it runs there, or where the package does not ask for it. */
  readonly note?: string;
}

/**
 * Finds out where the work of a tfjs-node runs. The addon tells only whether it is a GPU; which one, or why there is
 * none, libtensorflow writes to standard error when it starts. So it is started once more in a process of its own.
 */
export function findDevice(backend: NodeBackend): Promise<Device> {
  const device = known.get(backend) ?? ask(backend);
  known.set(backend, device);
  return device;
}

const known = new WeakMap<NodeBackend, Promise<Device>>();

async function ask({ binding, isGPUPackage }: NodeBackend): Promise<Device> {
  const isGpu = binding.isUsingGpuDevice();
  if (!isGpu && !isGPUPackage) return { name: 'cpu' };
  const addon = addonFile(binding);
  const words = addon === undefined ? '' : (await startAddon(addon)).words;
  return describeDevice(isGpu, words);
}

/** @param words what libtensorflow wrote when it started */
export function describeDevice(isGpu: boolean, words: string): Device {
  return isGpu
    ? { name: `${deviceName(words) ?? 'GPU'} (CUDA)` }
    : { name: 'cpu', note: `no CUDA device: ${cudaWords(words)}` };
}

/** The file of an addon that this process has loaded. */
function addonFile(binding: Binding): string | undefined {
  const { cache } = createRequire(join(process.cwd(), 'mosa.js'));
  return Object.keys(cache).find((name) => name.endsWith('.node') && cache[name]?.exports === binding);
}

/** The name of the GPU that tfjs-node uses: of several, its addon takes the last. */
function deviceName(words: string): string | undefined {
  return [...words.matchAll(/device: \d+, name: (.+?), pci bus id/g)].at(-1)?.[1];
}

/** Of what libtensorflow said, what is about CUDA, without times and places in its source. */
function cudaWords(words: string): string {
  const about = words
    .split('\n')
    // Plugins that register twice harm nothing, and every libtensorflow with CUDA says so.
    .filter((line) => /cuda|cudnn|gpu|nvidia|dlopen/i.test(line) && !/Unable to register cu\w+ factory/.test(line))
    .map((line) => line.replace(/^.*?\.cc:\d+\] /, '').trim());
  const said = [...new Set(about)].join(' | ');
  if (said) return `libtensorflow says: ${said}`;
  return 'libtensorflow says nothing about CUDA, so it is built without it (the cpu flavour)';
}
