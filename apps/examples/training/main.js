// A small language model of MoSA and dense heads. Run it again: it goes on from its checkpoint.
import { existsSync } from 'node:fs';
import { characterTokenizer, encodeText, train } from '@mosa-js/lm';
import { checkpointFiles, loadCheckpoint } from '@mosa-js/lm/node';
import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import * as ort from 'onnxruntime-node';

const latest = 'run.safetensors';
const text = 'A head chooses few tokens, and only those attend to each other. '.repeat(200);
const tokenizer = characterTokenizer(text);
const cut = Math.floor(text.length * 0.9);
const heads = { dModel: 32, dHead: 16 };
const { curve, evaluations } = await train({
  backend: await createOnnxRuntimeBackend({ lib: ort, executionProvider: 'cpu' }),
  config: {
    vocabularySize: tokenizer.vocabularySize,
    dModel: 32,
    layers: 2,
    attention: {
      kind: 'sum',
      parts: { mosa: { kind: 'mosa', ...heads, heads: 4, sparsity: 4 }, other: { kind: 'dense', ...heads, heads: 1 } },
    },
  },
  optimizer: { learningRate: 5e-3, warmupSteps: 10, clip: 1 },
  tokenizer,
  data: { train: encodeText(tokenizer, text.slice(0, cut)), valid: encodeText(tokenizer, text.slice(cut)) },
  steps: 100,
  batch: 4,
  length: 32,
  seed: 1,
  evaluate: { every: 50 },
  checkpoint: { every: 50, ...checkpointFiles({ latest }) },
  ...(existsSync(latest) ? { resume: await loadCheckpoint(latest) } : {}),
});
if (curve.length === 0) console.log(`nothing left to train; remove ${latest} to start anew`);
for (const { step, loss } of evaluations) console.log(`step ${step}: ${loss.toFixed(3)} nats a character`);
