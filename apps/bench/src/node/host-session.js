import { cpus } from 'node:os';
import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import * as lib from 'onnxruntime-node';

/**
 * Backends on the CPU, as `openSession` gives those on a GPU: without one there are no dispatches to count and no other clock than
 * the wall's.
 * @param threads 0 for as many as ONNX Runtime takes by itself
 */
export async function openHostSession({ threads }) {
  const chosen = threads === 0 ? {} : { threads };
  const another = () => createOnnxRuntimeBackend({ lib, executionProvider: 'cpu', ...chosen });
  const backend = await another();
  const { model } = cpus()[0] ?? { model: 'a CPU' };
  const counted = threads === 0 ? 'threads by default' : threads === 1 ? '1 thread' : `${threads} threads`;
  return {
    backend,
    isGpu: false,
    isSoftware: false,
    hasTimestamps: false,
    about: {
      device: `${model}, ${counted}`,
      library: backend.label,
      unchecked: false,
      software: false,
      clock: 'WALL CLOCK: there is no GPU',
    },
    another,
    idle: async () => undefined,
    dispose: () => backend.dispose(),
  };
}
