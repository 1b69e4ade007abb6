// A layer on tfjs, in a page and in Node.
import { attentionConfig, createLayer, hostTensor, initWeights } from '@mosa-js/core';
import { createTfjsBackend } from '@mosa-js/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

const show = (text) => {
  if (typeof document === 'undefined') console.log(text);
  else document.querySelector('#state').textContent = text;
};
try {
  const backend = await createTfjsBackend({ lib: tf, backend: 'cpu' });
  const config = attentionConfig({ kind: 'mosa', dModel: 16, dHead: 8, heads: 2, sparsity: 4 });
  const layer = await createLayer(backend, config, initWeights(config, 1));
  const { y } = await layer.run({ x: hostTensor(new Float32Array(12 * 16).fill(0.5), [1, 12, 16]) });
  show(`y ${y.shape.join(' × ')} on ${backend.label}`);
} catch (error) {
  show(`failed: ${error.message}`);
}
