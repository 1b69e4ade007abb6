// A model of tfjs-layers with MoSA heads among its layers: trained by fit, saved, and loaded again. A bar for the loss of each epoch.
import { mosaAttentionLayer } from '@mosa-js/tfjs/layers';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';

const state = document.querySelector('#state');
const losses = document.querySelector('#losses');
const asked = new URLSearchParams(location.search);
try {
  await tf.setBackend(asked.get('backend') ?? 'webgl');
  const MosaAttention = mosaAttentionLayer(tf); // registers it, so that saved models find it
  const attention = { kind: 'mosa', dHead: 8, heads: 6, k: 4 };

  // Is a number of the sequence its largest so far? Zeros at the end are padding.
  const numbers = tf.tensor2d(
    [
      [1, 3, 2, 5, 4, 7, 6, 0, 0],
      [2, 1, 4, 3, 6, 5, 7, 7, 0],
    ],
    [2, 9],
    'int32',
  );
  const labels = tf.tensor3d([1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0], [2, 9, 1]);
  const tokens = tf.slice(tf.oneHot(numbers, 8), [0, 0, 1], [2, 9, 7]).toFloat();
  const model = tf.sequential();
  model.add(tf.layers.masking({ maskValue: 0, inputShape: [9, 7] }));
  model.add(tf.layers.dense({ units: 16, kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }) }));
  model.add(new MosaAttention({ attention, seed: 2 }));
  model.add(
    tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: tf.initializers.glorotNormal({ seed: 3 }) }),
  );
  // The last is Adam's epsilon, which tfjs makes 1e-4 where it takes webgl's floats for 16 bits.
  const optimizer = tf.train.adam(0.005, 0.9, 0.999, 1e-6);
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const { history } = await model.fit(tokens, labels, { epochs: 50, verbose: 0, shuffle: false });
  for (const [epoch, loss] of history.loss.entries()) {
    const bar = Object.assign(document.createElement('div'), { title: `epoch ${epoch + 1}: ${loss}` });
    bar.style.height = `${400 * loss}%`;
    losses.append(bar);
  }

  await model.save('indexeddb://heads');
  const loaded = await tf.loadLayersModel('indexeddb://heads');
  const [before, after] = await Promise.all([model, loaded].map((one) => one.predict(tokens).data()));
  // Not always 0: webgpu adds up what several heads give a token in any order, which can change a last bit.
  const apart = Math.max(...before.map((value, i) => Math.abs(value - after[i])));
  const [first, last] = [history.loss[0], history.loss.at(-1)].map((loss) => loss.toFixed(3));
  state.textContent = `on ${tf.getBackend()}: the loss went from ${first} to ${last}; saved and loaded, its results differ by ${apart} at most`;
} catch (error) {
  state.textContent = `failed: ${error.message}`;
}
