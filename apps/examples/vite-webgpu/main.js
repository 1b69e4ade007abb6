// A small language model of MoSA heads that is trained in a page, on tfjs webgpu: a bar for the loss of each step.
import { characterTokenizer, encodeText, train } from '@mosa-js/lm';
import { createTfjsWebgpuBackend } from '@mosa-js/tfjs-webgpu';
import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

const state = document.querySelector('#state');
const losses = document.querySelector('#losses');
try {
  const backend = await createTfjsWebgpuBackend({ lib: tf, tfjsWebgpu });
  const text = 'A head chooses few tokens, and only those attend to each other. '.repeat(20);
  const tokenizer = characterTokenizer(text);
  const { curve } = await train({
    backend,
    config: {
      vocabularySize: tokenizer.vocabularySize,
      dModel: 32,
      layers: 1,
      attention: { kind: 'mosa', dModel: 32, dHead: 16, heads: 4, sparsity: 4 },
    },
    optimizer: { learningRate: 1e-2, clip: 1 },
    data: { train: encodeText(tokenizer, text) },
    steps: 20,
    batch: 4,
    length: 32,
    seed: 1,
    onProgress(event) {
      if (event.kind !== 'step') return;
      const bar = Object.assign(document.createElement('div'), { title: `step ${event.step}: ${event.loss}` });
      bar.style.height = `${(event.loss / Math.log(tokenizer.vocabularySize)) * 80}%`;
      losses.append(bar);
    },
  });
  const [first, last] = [curve[0], curve.at(-1)].map(({ loss }) => loss.toFixed(2));
  state.textContent = `${curve.length} steps: from ${first} to ${last} nats a character, on ${backend.device}`;
  await backend.dispose();
} catch (error) {
  state.textContent = `failed: ${error.message}`;
}
