import { isSoftwareGpu } from '../software-gpu/is-software-gpu';
import { type DawnModule, pretendBrowserGpu } from './dawn';
import { exported, type KnownBackend } from './known-backend';

/** Backends on WebGPU, which in Node is Dawn: the npm package `webgpu`, or the library's own. */
export const webgpuBackends: readonly KnownBackend[] = [
  {
    name: 'tfjs-webgpu',
    description: 'TensorFlow.js on WebGPU',
    packages: ['@mosa-js/tfjs-webgpu', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu', 'webgpu'],
    needs: 'gpu',
    async create(load) {
      const adapter = await load('@mosa-js/tfjs-webgpu');
      const gpu = exported(adapter, 'nodeGpu')(await load('webgpu'));
      const lib = await load('@tensorflow/tfjs-core');
      const webgpu = await load('@tensorflow/tfjs-backend-webgpu');
      return exported(adapter, 'createTfjsWebgpuBackend')({ lib, webgpu, gpu });
    },
  },
  {
    name: 'onnxruntime-node-webgpu',
    description: 'ONNX Runtime, native, on WebGPU',
    packages: ['@mosa-js/onnxruntime', 'onnxruntime-node'],
    needs: 'gpu',
    async create(load) {
      const lib = await load('onnxruntime-node');
      const options = { lib, executionProvider: 'webgpu', name: this.name, device: named('webgpu') };
      return exported(await load('@mosa-js/onnxruntime'), 'createOnnxRuntimeBackend')(options);
    },
  },
  {
    name: 'onnxruntime-web-webgpu',
    description: 'ONNX Runtime in WebAssembly, on WebGPU',
    packages: ['@mosa-js/onnxruntime', 'onnxruntime-web', 'webgpu'],
    needs: 'gpu',
    async create(load) {
      const gpu = await pretendBrowserGpu((await load('webgpu')) as unknown as DawnModule);
      const lib = await load('onnxruntime-web/webgpu');
      const options = { lib, executionProvider: 'webgpu', name: this.name, device: named(gpu ?? 'webgpu') };
      return exported(await load('@mosa-js/onnxruntime'), 'createOnnxRuntimeBackend')(options);
    },
  },
];

function named(device: string): string {
  return isSoftwareGpu() ? `${device} (software)` : device;
}
