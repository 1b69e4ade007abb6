import { MosaError } from '@mosa-js/core';
import type { ModuleLoader } from '@mosa-js/core/adapter';

type Module = Readonly<Record<string, unknown>>;

// Written out one by one, so that the adapters end up in the bundle, where they share one copy of core.
const modules: Readonly<Record<string, () => Promise<unknown>>> = {
  '@mosa-js/reference/conformance': () => import('@mosa-js/reference/conformance'),
  '@mosa-js/tfjs/conformance': () => import('@mosa-js/tfjs/conformance'),
  '@mosa-js/webgpu/conformance': () => import('@mosa-js/webgpu/conformance'),
  '@mosa-js/tfjs-webgpu/conformance': () => import('@mosa-js/tfjs-webgpu/conformance'),
  '@mosa-js/tfjs-node-gpu/conformance': () => import('@mosa-js/tfjs-node-gpu/conformance'),
  '@mosa-js/onnxruntime/conformance': () => import('@mosa-js/onnxruntime/conformance'),
  '@tensorflow/tfjs-core': () => import('@tensorflow/tfjs-core'),
  '@tensorflow/tfjs-backend-cpu': () => import('@tensorflow/tfjs-backend-cpu'),
  '@tensorflow/tfjs-backend-wasm': () => import('@tensorflow/tfjs-backend-wasm'),
  '@tensorflow/tfjs-backend-webgpu': () => import('@tensorflow/tfjs-backend-webgpu'),
  '@tensorflow/tfjs-node-gpu': () => import('@tensorflow/tfjs-node-gpu'),
  '@tensorflow/tfjs-node': () => import(tfjsNode), // the other package that its adapter takes, where somebody has installed it
  'onnxruntime-node': () => import('onnxruntime-node'),
  'onnxruntime-web': () => import('onnxruntime-web'),
  'onnxruntime-web/webgpu': () => import('onnxruntime-web/webgpu'),
  webgpu: () => import('webgpu'),
};

const tfjsNode: string = '@tensorflow/tfjs-node';

/** Imports a module that a known backend asks for. @throws MosaError `unavailable` for one that is not known here */
export const load: ModuleLoader = async (name) => {
  const importModule = modules[name];
  if (!importModule) throw new MosaError('unavailable', name, Object.keys(modules).join(', '), 'a module unknown here');
  return (await importModule()) as Module;
};
