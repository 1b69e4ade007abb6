// The same model without mosa-js: npm run onnx exports it first, and then runs this. LIBRARY=onnxruntime-web takes the other library.
import { readFile } from 'node:fs/promises';
import { generate } from './from-onnx.js';

const ort = await import(process.env.LIBRARY ?? 'onnxruntime-node');
const manifest = JSON.parse(await readFile('onnx/model.json', 'utf8'));
const session = async (name) =>
  ort.InferenceSession.create(await readFile(`onnx/${name}.onnx`), { logSeverityLevel: 3 });
const sessions = { prefill: await session('prefill'), decode: await session('decode') };

const prompt = process.argv[2] ?? 'ROMEO:';
process.stdout.write(prompt);
for await (const letter of generate(ort, manifest, sessions, prompt, { tokens: 200 })) process.stdout.write(letter);
console.log();
