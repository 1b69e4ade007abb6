import { type HostData, sizeOf, type TensorType } from '@mosa-js/core';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { OnnxRuntimeLibrary } from './library';
import { modelMessage, type OnnxType, versions } from './onnx/model';
import { isLarge } from './size';

/**
 * Where a session leaves its results. What is large stays on the device, so that a training step's weights never leave it;
 * what is small comes to the host with the run that makes it, since a caller reads it at once.
 * @param outputs types by the names of the model
 */
export function outputLocations(outputs: Readonly<Record<string, TensorType>>): Record<string, 'cpu' | 'gpu-buffer'> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, type]) => [name, isLarge(type) ? 'gpu-buffer' : 'cpu']),
  );
}

/** Reads tensors that are on the device. */
export interface Downloads {
  read(tensor: Tensor, type: TensorType): Promise<HostData>;
  /** Releases its sessions, and from now on each after its reading. */
  close(): Promise<void>;
}

/**
 * By models that do nothing: `getData()` of such a tensor ends the process in onnxruntime-node 1.30. One for each dtype takes
 * tensors of any length, so that reading makes no session but the first time.
 */
export function createDownloads(lib: OnnxRuntimeLibrary, options: InferenceSession.SessionOptions): Downloads {
  const sessions = new Map<TensorType['dtype'], Promise<InferenceSession>>();
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const release = async () => {
    const all = [...sessions.values()];
    sessions.clear();
    for (const session of all) await session.then((made) => made.release());
  };
  const sessionOf = (dtype: TensorType['dtype']): Promise<InferenceSession> => {
    const session = sessions.get(dtype) ?? lib.InferenceSession.create(copyModel(dtype), options);
    sessions.set(dtype, session);
    session.catch(() => sessions.delete(dtype)); // the next one tries again
    return session;
  };
  return {
    read(tensor, { shape, dtype }) {
      const read = async () => {
        const session = await sessionOf(dtype);
        const whole = { dataType: dtype, dims: [sizeOf(shape)] };
        const x = lib.Tensor.fromGpuBuffer(tensor.gpuBuffer as never, whole as never);
        const { y } = await session.run({ x });
        const data = (await y!.getData()) as HostData;
        if (closed) await release();
        return data;
      };
      // A session of onnxruntime-web runs one call at a time.
      const result = last.then(read);
      last = result.catch(() => undefined);
      return result;
    },
    async close() {
      closed = true;
      await last;
      await release();
    },
  };
}

/** y = x, of any length. */
function copyModel(dtype: TensorType['dtype']): Uint8Array {
  const type: OnnxType = { shape: [-1], dtype };
  const isBits = dtype === 'bool'; // there is no Identity of them on the GPU
  const copy = {
    name: 'copy',
    operator: isBits ? 'And' : 'Identity',
    inputs: isBits ? ['x', 'x'] : ['x'],
    outputs: ['y'],
    attributes: {},
  };
  const graph = { name: 'copy', inputs: [{ name: 'x', type }], initialisers: [], nodes: [copy] };
  return modelMessage({ ...graph, outputs: [{ name: 'y', type }] }, versions).toBytes();
}
