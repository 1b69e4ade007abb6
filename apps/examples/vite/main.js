// A layer of MoSA heads in a page, on tfjs wasm: a row for each head, with the words that it chose.

import { attentionConfig, createLayer, hostTensor, initWeights } from '@mosa-js/core';
import { randomUniform } from '@mosa-js/core/training';
import { createTfjsBackend } from '@mosa-js/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';

// Vite gives files names of its own; tfjs must be told where they are.
setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
});
const state = document.querySelector('#state');
try {
  const backend = await createTfjsBackend({ lib: tf, backend: 'wasm' });
  const config = attentionConfig({ kind: 'mosa', dModel: 32, dHead: 16, heads: 6, sparsity: 4 });
  const layer = await createLayer(backend, config, initWeights(config, 2));
  const words = 'the quick brown fox jumps over the lazy dog while a patient owl keeps watch tonight'.split(' ');
  const known = [...new Set(words)];
  const table = randomUniform([known.length, config.dModel], 1, 7).data; // an embedding that nobody trained
  const x = words.flatMap((word) => [...table.slice(known.indexOf(word) * config.dModel).slice(0, config.dModel)]);
  const { y, indices } = await layer.run({ x: hostTensor(x, [1, words.length, config.dModel]) }, { also: ['indices'] });
  const { data, shape } = await indices.read();
  const k = shape[2];
  for (let head = 0; head < config.heads; head++) {
    const chosen = new Set(data.slice(head * k, (head + 1) * k));
    const row = document.querySelector('#heads').insertRow();
    row.append(Object.assign(document.createElement('th'), { textContent: `head ${head}` }));
    for (const [t, word] of words.entries()) {
      const cell = Object.assign(row.insertCell(), { textContent: word });
      if (chosen.has(t)) cell.className = 'chosen';
    }
  }
  for (const tensor of [y, indices]) tensor.dispose();
  state.textContent = `each of ${config.heads} heads chose ${k} of ${words.length} words, on ${backend.label}`;
} catch (error) {
  state.textContent = `failed: ${error.message}`;
}
