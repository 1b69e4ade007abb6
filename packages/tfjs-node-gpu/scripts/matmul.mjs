// Device, exactness and speed of a 4096³ float32 product on CUDA, in absolute times since it is a GPU.
//   node scripts/matmul.mjs [FILE.json] [--tf32]
import { writeFileSync } from 'node:fs';
import { createTfjsNodeBackend, loadTfjsNode } from '../dist/index.js';

const words = process.argv.slice(2);
const allowTf32 = words.includes('--tf32');
const file = words.find((word) => word.endsWith('.json'));
if (allowTf32) process.env.NVIDIA_TF32_OVERRIDE = '1';
const n = 4096;
const flop = 2 * n ** 3;

const lib = await loadTfjsNode();
const backend = await createTfjsNodeBackend({ lib, requireGpu: true, allowTf32 });
const a = lib.randomUniform([n, n], -1, 1, 'float32', 1);
const b = lib.randomUniform([n, n], -1, 1, 'float32', 2);
// One element is read to wait for the product, which TensorFlow may otherwise still be at.
const wait = (tensor) => lib.slice(tensor, [0, 0], [1, 1]).dataSync();
const median = (values) => [...values].sort((p, q) => p - q)[values.length >> 1];

/** Milliseconds a product, for so many in a row and one wait. */
function time(products) {
  const started = performance.now();
  const results = Array.from({ length: products }, () => lib.matMul(a, b));
  wait(results.at(-1));
  const ms = (performance.now() - started) / products;
  for (const result of results) result.dispose();
  return ms;
}
for (let warmUp = 0; warmUp < 5; warmUp++) time(1);
const times = Array.from({ length: 20 }, () => time(1)).sort((p, q) => p - q);
const inRow = Array.from({ length: 5 }, () => time(10));

const [left, right, got] = [a, b, lib.matMul(a, b)].map((tensor) => tensor.dataSync());
const places = [0, 4095, 2048, 777, 3001].map((row, i) => [row, (row * 7 + 17 * i) % n]);
const errors = places.map(([i, j]) => {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += left[i * n + k] * right[k * n + j];
  return Math.abs(sum - got[i * n + j]);
});
const result = {
  device: backend.device,
  library: backend.label,
  isUsingGpuDevice: backend.isUsingGpuDevice,
  node: process.version,
  n,
  allowTf32,
  worstError: Math.max(...errors),
  medianMs: median(times),
  tflops: flop / median(times) / 1e9,
  medianMsInRow: median(inRow),
  tflopsInRow: flop / median(inRow) / 1e9,
  times,
};
if (file) writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
console.log(
  `${result.device}, ${result.library}: ${n}³ ${allowTf32 ? 'in TF32 ' : ''}takes ${result.medianMs.toFixed(2)} ms, ` +
    `${result.tflops.toFixed(1)} TFLOP/s (median of ${times.length}); ${result.tflopsInRow.toFixed(1)} TFLOP/s ten in a row; ` +
    `worst error of ${places.length} elements ${result.worstError.toExponential(2)}`,
);
