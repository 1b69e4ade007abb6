// A layer of MoSA heads between two sessions of onnxruntime-web on WebGPU: by mosa-js's own kernels on the device of ONNX Runtime, and as
// a graph of ONNX operators. Either way nothing leaves the GPU between the sessions.
import { createLayer, initWeights, trace } from '@mosa-js/core';
import { createOnnxRuntimeBackend, toOnnx } from '@mosa-js/onnxruntime';
import { createWebgpuBackend } from '@mosa-js/webgpu';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as ort from 'onnxruntime-web/webgpu';

// Vite gives files names of its own; ONNX Runtime must be told where they are.
ort.env.wasm.wasmPaths = { mjs: new URL(mjs, location.href).href, wasm: new URL(wasm, location.href).href };
ort.env.wasm.numThreads = 1;
const state = document.querySelector('#state');
const config = { kind: 'mosa', dModel: 32, dHead: 16, heads: 4, sparsity: 4 };
const [B, T, h] = [1, 64, config.dModel];
const dims = [B, T, h];

/** A model of your own; here one that doubles its input. Its outputs stay on the GPU. */
async function yourSession() {
  const graph = trace((ops, { x }) => ({ y: ops.add(x, x) }), { inputs: { x: { shape: dims, dtype: 'float32' } } });
  const options = { executionProviders: ['webgpu'], preferredOutputLocation: 'gpu-buffer' };
  return ort.InferenceSession.create(toOnnx(graph, {}, { target: 'webgpu' }), options);
}

try {
  const [before, after] = [await yourSession(), await yourSession()];

  // From here on it is what your page needs: the device that ONNX Runtime made, its buffers in, and buffers out as its tensors.
  const ours = await createWebgpuBackend({ device: await ort.env.webgpu.device });
  const layer = await createLayer(ours, config, initWeights(config, 1));
  async function attend(hidden) {
    const x = ours.wrap({ buffer: hidden.gpuBuffer, shape: hidden.dims, dtype: 'float32' });
    const { y } = await layer.run({ x });
    x.dispose(); // the wrapping alone
    const { buffer } = ours.unwrap(y);
    const dispose = () => buffer.destroy();
    return ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: hidden.dims, dispose });
  }

  // The same layer as a graph that ONNX Runtime runs.
  const graphs = await createOnnxRuntimeBackend({ lib: ort, executionProvider: 'webgpu', onWarning: console.info });
  const graph = await createLayer(graphs, config, initWeights(config, 1));
  async function attendByGraph(hidden) {
    const x = graphs.wrap(hidden);
    const { y } = await graph.run({ x });
    x.dispose();
    return graphs.unwrap(y);
  }

  const data = Float32Array.from({ length: B * T * h }, (_, i) => Math.sin(i));
  async function through(attended) {
    const { y: hidden } = await before.run({ x: new ort.Tensor('float32', data, dims) });
    const between = await attended(hidden);
    const { y } = await after.run({ x: between });
    const result = await y.getData(true); // and frees it
    for (const tensor of [hidden, between]) tensor.dispose();
    return result;
  }
  const results = [];
  for (const [name, attended] of Object.entries({ 'our kernels': attend, 'a graph of ONNX': attendByGraph })) {
    results.push(await through(attended)); // compiles
    const start = performance.now();
    for (let i = 0; i < 3; i++) await through(attended);
    const row = document.querySelector('#times').insertRow();
    for (const text of [name, `${((performance.now() - start) / 3).toFixed(1)} ms`])
      row.insertCell().textContent = text;
  }
  const [own, other] = results;
  const apart = own.reduce((largest, value, i) => Math.max(largest, Math.abs(value - other[i])), 0);
  for (const one of [layer, graph]) await one.dispose();
  const left = ours.memory().tensors + graphs.memory().tensors;
  state.textContent = `results differ by ${apart.toExponential(0)} at most, on ${ours.device}; tensors left: ${left}`;
  for (const backend of [ours, graphs]) await backend.dispose();
  for (const session of [before, after]) await session.release();
} catch (error) {
  state.textContent = `failed: ${error.message}`;
}
