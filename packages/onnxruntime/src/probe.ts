import { MosaError, trace } from '@mosa-js/core';
import type { InferenceSession } from 'onnxruntime-common';
import { cpuDialect } from './kernels';
import type { LibraryVersion, OnnxRuntimeLibrary } from './library';
import { writeModel } from './write-model';

const type = { shape: [1, 1], dtype: 'float32' } as const;

/** How to get an execution provider that is missing. */
const advice: Readonly<Record<string, string>> = {
  cpu: 'it is part of onnxruntime-node',
  wasm: 'it is part of onnxruntime-web, whose .wasm files must be reachable (env.wasm.wasmPaths)',
  webgpu:
    'in a browser with WebGPU import onnxruntime-web/webgpu; onnxruntime-node needs a GPU driver with Vulkan, Metal or Direct3D 12',
  webnn: 'in a browser with WebNN import onnxruntime-web/all',
  cuda: 'it needs onnxruntime-node installed with its CUDA libraries, and an NVIDIA driver',
  tensorrt: 'it needs onnxruntime-node installed with its CUDA libraries, TensorRT, and an NVIDIA driver',
  coreml: 'it is part of onnxruntime-node on macOS',
  dml: 'it is part of onnxruntime-node on Windows',
};

/**
 * Multiplies two numbers on the execution provider, to learn now rather than later that it is not there.
 * @returns the session
 * @throws MosaError `unavailable`
 */
export async function probe(
  lib: OnnxRuntimeLibrary,
  executionProvider: string,
  options: InferenceSession.SessionOptions,
  library: LibraryVersion,
): Promise<InferenceSession> {
  const graph = trace((ops, { x }, { w }) => ({ y: ops.matMul(x!, w!) }), {
    inputs: { x: type },
    weights: { w: type },
  });
  const { bytes } = writeModel(graph, { w: { ...type, data: Float32Array.of(3) } }, cpuDialect);
  try {
    const session = await lib.InferenceSession.create(bytes, options);
    try {
      const { y } = await session.run({ x: new lib.Tensor('float32', Float32Array.of(2), type.shape) });
      const [product] = (await y!.getData()) as Float32Array;
      if (product !== 6) throw new Error(`2 · 3 gave ${product}`);
      return session;
    } catch (error) {
      await session.release();
      throw error;
    }
  } catch (error) {
    throw new MosaError(
      'unavailable',
      'createOnnxRuntimeBackend',
      `execution provider ${executionProvider} in ${library.package} ${library.version}: ${advice[executionProvider] ?? 'it needs a build of ONNX Runtime that has it'}`,
      error instanceof Error ? error.message : String(error),
      { cause: error },
    );
  }
}
