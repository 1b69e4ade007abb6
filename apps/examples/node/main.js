// A layer of MoSA heads on ONNX Runtime: which tokens did each head choose?
import { attentionConfig, createLayer, hostTensor, initWeights } from '@mosa-js/core';
import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import * as ort from 'onnxruntime-node';

const backend = await createOnnxRuntimeBackend({ lib: ort, executionProvider: 'cpu' });
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
for (let head = 0; head < config.heads; head++) {
  const chosen = new Set(data.slice(head * k, (head + 1) * k));
  console.log(`head ${head}`, Array.from({ length: T }, (_, t) => (chosen.has(t) ? '█' : '·')).join(''));
}
console.log('y', y.shape, 'on', backend.label);
for (const tensor of [y, indices]) tensor.dispose();
await backend.dispose();
