import { ask } from './ask.js';
import { readQuery } from './query.js';

const noWebgpu = () =>
  isSecureContext
    ? 'Chrome and Edge 113, Safari 26 and Firefox 141 have it on most systems; Chromium on Linux may need --enable-unsafe-webgpu'
    : 'browsers give it to pages from https:// or localhost only';
const noAdapter =
  'see about:gpu; Chromium has one in software with --enable-unsafe-webgpu --use-webgpu-adapter=swiftshader';

/**
 * What there is to run on, as a report says it.
 * @throws Error that says how to get WebGPU or a GPU where there is none
 */
export async function findGpu() {
  if (!navigator.gpu) throw new Error(`No WebGPU here (navigator.gpu): ${noWebgpu()}.`);
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error(`WebGPU finds no GPU that it may use: ${noAdapter}.`);
  return ask('gpu', readQuery(new URLSearchParams()));
}
