import type { ConformanceDevice, ConformanceDevices } from '@mosa-js/core/adapter';
import { createOnnxRuntimeBackend } from './backend';
import { type DawnModule, pretendBrowserGpu } from './dawn';
import type { OnnxRuntimeLibrary } from './library';

function device(
  library: 'onnxruntime-node' | 'onnxruntime-web',
  executionProvider: string,
  about: Pick<ConformanceDevice, 'description' | 'needs'>,
): ConformanceDevice {
  return {
    ...about,
    packages: [library],
    async create(load) {
      const lib = (await load(library)) as unknown as OnnxRuntimeLibrary;
      return createOnnxRuntimeBackend({ lib, executionProvider, name: `${library}-${executionProvider}` });
    },
  };
}

/** For the command `mosa-conformance`, which runs in Node: onnxruntime-web finds WebGPU there only if it is made to look like a browser's. */
export const backends: ConformanceDevices = {
  cpu: device('onnxruntime-node', 'cpu', { description: 'ONNX Runtime, native, on the CPU' }),
  wasm: device('onnxruntime-web', 'wasm', { description: 'ONNX Runtime in WebAssembly' }),
  webgpu: device('onnxruntime-node', 'webgpu', { description: 'ONNX Runtime, native, on WebGPU', needs: 'gpu' }),
  'web-webgpu': {
    description: 'ONNX Runtime in WebAssembly, on WebGPU',
    needs: 'gpu',
    packages: ['onnxruntime-web', 'webgpu'],
    async create(load) {
      const gpu = await pretendBrowserGpu((await load('webgpu')) as unknown as DawnModule);
      const lib = (await load('onnxruntime-web/webgpu')) as unknown as OnnxRuntimeLibrary;
      const name = 'onnxruntime-web-webgpu';
      return createOnnxRuntimeBackend({ lib, executionProvider: 'webgpu', name, device: gpu ?? 'webgpu' });
    },
  },
};
