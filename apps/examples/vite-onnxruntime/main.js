// A layer of MoSA heads in a page, on onnxruntime-web wasm: which tokens did each head choose?
import { attentionConfig, createLayer, hostTensor, initWeights } from '@mosa-js/core';
import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';

// Vite gives files names of its own; ONNX Runtime must be told where they are.
ort.env.wasm.wasmPaths = { mjs: new URL(mjs, location.href).href, wasm: new URL(wasm, location.href).href };
const state = document.querySelector('#state');
try {
  const backend = await createOnnxRuntimeBackend({ lib: ort, executionProvider: 'wasm' });
  const config = attentionConfig({ kind: 'mosa', dModel: 32, dHead: 16, heads: 4, sparsity: 4 });
  const layer = await createLayer(backend, config, initWeights(config, 1));
  const [B, T, h] = [1, 24, config.dModel];
  const x = hostTensor(
    Array.from({ length: B * T * h }, (_, i) => Math.sin(i)),
    [B, T, h],
  );
  const { y, indices } = await layer.run({ x }, { also: ['indices'] });
  const { data, shape } = await indices.read(); // [E, B, k]
  const k = shape[2];
  const rows = Array.from({ length: config.heads }, (_, head) => {
    const chosen = new Set(data.slice(head * k, (head + 1) * k));
    return `head ${head} ${Array.from({ length: T }, (_, t) => (chosen.has(t) ? '█' : '·')).join('')}`;
  });
  document.querySelector('#heads').textContent = rows.join('\n');
  for (const tensor of [y, indices]) tensor.dispose();
  const threads = crossOriginIsolated ? 'with threads' : 'on one thread';
  state.textContent = `each of ${config.heads} heads chose ${k} of ${T} tokens, on ${backend.label}, ${threads}`;
  await backend.dispose();
} catch (error) {
  state.textContent = `failed: ${error.message}`;
}
