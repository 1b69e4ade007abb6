import { trace } from '@mosa-js/core';
import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import { isSoftware } from '@mosa-js/webgpu';
import * as lib from 'onnxruntime-node';
import { Refused } from '../session.js';
import { gpuInNode } from './gpu.js';
import { onnxProfiles } from './onnx-profile.js';

/**
 * Backends on the GPU by ONNX Runtime, as `openSession` gives those of our own. It tells neither of its device, which is asked
 * for by npm's `webgpu` beside it, nor of its commands, so there is no other clock than the wall's but in profiles.
 */
export async function openOnnxWebgpuSession({ allowSoftware }) {
  const info = (await gpuInNode(false).requestAdapter())?.info;
  const software = info !== undefined && isSoftware(info);
  const device = info === undefined ? 'a GPU' : `${info.vendor} ${info.architecture} (${info.description})`;
  if (software && !allowSoftware)
    throw new Refused(`${device}: its times say nothing about a GPU. For a smoke test add --allow-software`);
  const open = async (onWarning, sessionOptions) =>
    keepingUploads(await createOnnxRuntimeBackend({ lib, executionProvider: 'webgpu', onWarning, sessionOptions }));
  const quiet = (sessionOptions) => open(() => undefined, sessionOptions);
  const backend = await open();
  const type = { shape: [1], dtype: 'float32' };
  const tiny = await backend.compile(trace((ops, { x }) => ({ y: ops.add(x, x) }), { inputs: { x: type } }));
  return {
    backend,
    isGpu: true,
    isSoftware: software,
    hasTimestamps: false,
    about: {
      device,
      library: backend.label,
      unchecked: false,
      software,
      clock: 'WALL CLOCK; the GPU by --profile alone, in runs of their own',
    },
    // What is slower on this GPU was said by then.
    another: () => quiet(),
    profiles: (made, runs) => onnxProfiles(quiet, made, runs),
    /** All backends share a queue, so what was asked for before is done when a small result is read. */
    async idle() {
      const { y } = await tiny.run({ x: { ...type, data: Float32Array.of(1) } });
      await y.read();
      y.dispose();
    },
    async dispose() {
      await tiny.dispose();
      await backend.dispose();
    },
  };
}

/** A backend whose uploads are on the GPU, as results of a program that hands them on, and not anew with every run. */
function keepingUploads(backend) {
  const programs = [];
  return {
    ...backend,
    async upload(given) {
      const host = await backend.upload(given);
      const graph = trace((ops, { x }) => ({ y: ops.reshape(x, given.shape) }), { inputs: { x: given } });
      const program = await backend.compile(graph);
      programs.push(program);
      const { y } = await program.run({ x: host });
      host.dispose();
      return y;
    },
    async dispose() {
      for (const program of programs) await program.dispose();
      await backend.dispose();
    },
  };
}
