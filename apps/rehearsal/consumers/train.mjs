// node train.mjs [CHECKPOINT]: trains a small model from the start or from a checkpoint; prints the losses by step.
import { copyFileSync } from 'node:fs';
import { characterTokenizer, encodeText, train } from '@mosa-js/lm';
import { checkpointFiles, loadCheckpoint } from '@mosa-js/lm/node';
import { createReferenceBackend } from '@mosa-js/reference';

const [from] = process.argv.slice(2);
const text = 'Few tokens are chosen, and only those attend. '.repeat(20);
const tokenizer = characterTokenizer(text);
const backend = createReferenceBackend();
const files = checkpointFiles({ latest: 'latest.safetensors' });
const { curve } = await train({
  backend,
  config: {
    vocabularySize: tokenizer.vocabularySize,
    dModel: 16,
    layers: 1,
    attention: { kind: 'mosa', dModel: 16, dHead: 8, heads: 2, sparsity: 4 },
  },
  optimizer: { learningRate: 5e-3, clip: 1 },
  tokenizer,
  data: { train: encodeText(tokenizer, text) },
  steps: 8,
  batch: 2,
  length: 16,
  seed: 1,
  checkpoint: {
    every: 4,
    ...files,
    async save(checkpoint) {
      await files.save(checkpoint);
      // The first one is kept: it is what a later version goes on from.
      if (from === undefined && checkpoint.state.step === 4) copyFileSync('latest.safetensors', 'half.safetensors');
    },
  },
  ...(from === undefined ? {} : { resume: await loadCheckpoint(from) }),
});
await backend.dispose();
console.log(JSON.stringify(Object.fromEntries(curve.map(({ step, loss }) => [step, loss]))));
