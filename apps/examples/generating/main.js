// Text from a trained model, token by token, from caches that do not grow: npm start, or node main.js 'JULIET:'
import { createDecoder, generate, tokenizerFromJSON } from '@mosa-js/lm';
import { loadCheckpoint } from '@mosa-js/lm/node';
import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import * as ort from 'onnxruntime-node';

const prompt = process.argv[2] ?? 'ROMEO:';
const model = await loadCheckpoint('shakespeare.safetensors');
const tokenizer = tokenizerFromJSON(model.tokenizer);
const backend = await createOnnxRuntimeBackend({ lib: ort, executionProvider: 'cpu' });
const decoder = await createDecoder(backend, model.config, model.state, { positions: 256 });
process.stdout.write(prompt);
const options = { tokenizer, maxNewTokens: 200, temperature: 0.8, seed: 1 };
for await (const { text } of generate(decoder, prompt, options)) process.stdout.write(text);
console.log(`\n\n${decoder.cacheBytes} bytes of caches, for any number of positions`);
await decoder.dispose();
await backend.dispose();
