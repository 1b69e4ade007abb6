// Tensors of TensorFlow.js into a layer and out of it: nothing is copied, and tfjs counts what is left.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { attentionConfig, createLayer, initWeights } from '@mosa-js/core';
import { createTfjsBackend } from '@mosa-js/tfjs';

const backend = await createTfjsBackend({ lib: tf, backend: 'wasm' });
await tf.setBackend('wasm'); // tensors must be made on the backend that is to take them
const config = attentionConfig({ kind: 'mosa', dModel: 16, dHead: 8, heads: 4, sparsity: 4 });
const layer = await createLayer(backend, config, initWeights(config, 1));

const tokens = tf.tidy(() => {
  const embedded = tf.oneHot(tf.tensor1d([3, 1, 4, 1, 5, 9, 2, 6], 'int32'), 16);
  return tf.reshape(tf.add(embedded, 0.1), [1, 8, 16]);
});
const x = backend.wrap(tokens);
const { y } = await layer.run({ x });
const attended = backend.unwrap(y); // a tf.Tensor, yours to dispose of
const residual = tf.add(tokens, attended);
console.log('residual', residual.shape, Array.from(await residual.data()).slice(0, 4));
x.dispose();
tf.dispose([tokens, attended, residual]);
await layer.dispose();
console.log('tensors left:', tf.memory().numTensors);
