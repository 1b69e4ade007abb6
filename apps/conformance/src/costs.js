/**
 * What attention heads cost, counted from their graphs, and what a decoder keeps, counted from its caches: `npm run costs`. FLOPs are the paper's counted terms; memory is
 * the largest sum of intermediates and outputs alive at once, with fused ops decomposed into primitives.
 */
import { cacheTypes, graphFlops, graphMemory, headFlops, layerGraph } from '@mosa-js/core';
import { bytesOf, decompose } from '@mosa-js/core/adapter';

const [h, d, k] = [512, 64, 64];
const sizes = { dModel: h, dHead: d };
const rows = [];
for (const T of [1024, 4096, 16384]) {
  const x = { shape: [1, T, h], dtype: 'float32' };
  const count = (config) => {
    const graph = layerGraph(config, { x });
    return { flops: graphFlops(graph).counted, peak: graphMemory(decompose(graph, new Set())).peak };
  };
  const mosa = count({ kind: 'mosa', ...sizes, heads: 17, k });
  const dense = count({ kind: 'dense', ...sizes, heads: 9 });
  const formula = 17 * headFlops('mosa', { ...sizes, seqLen: T, sparsity: T / k });
  rows.push({
    T,
    'MoSA MFLOP': (mosa.flops / 1e6).toFixed(1),
    'as the formula': mosa.flops === formula ? 'exactly' : `no: ${formula}`,
    'MoSA peak MB': (mosa.peak / 1e6).toFixed(1),
    'dense MFLOP': (dense.flops / 1e6).toFixed(1),
    'dense peak MB': (dense.peak / 1e6).toFixed(1),
  });
}
console.log(`One layer, B = 1, h = ${h}, h' = ${d}: 17 MoSA heads with k = ${k}, and 9 dense heads.`);
console.table(rows);

const C = 32;
const causal = (heads) => ({ kind: 'mosa', ...sizes, heads, sparsity: 32, selection: { rule: 'causal', capacity: C } });
const dense = (heads) => ({ kind: 'dense', ...sizes, heads });
const local = (heads) => ({ kind: 'local', ...sizes, heads, window: 128 });
const layers = {
  'dense 9': dense(9),
  '4 dense + 17 MoSA': { kind: 'sum', parts: [dense(4), causal(17)] },
  '4 dense + 276 MoSA': { kind: 'sum', parts: [dense(4), causal(276)] },
  '4 local + 17 MoSA': { kind: 'sum', parts: [local(4), causal(17)] },
  '4 local + 276 MoSA': { kind: 'sum', parts: [local(4), causal(276)] },
};
const cached = (config, positions) =>
  Object.values(cacheTypes(config, { batch: 1, positions })).reduce((sum, type) => sum + bytesOf(type), 0);
console.log(`\nCaches of one layer for one sequence, in MB, h' = ${d}, C = ${C}, local windows of 128 tokens:`);
console.table(
  Object.entries(layers).map(([name, config]) => ({
    heads: name,
    ...Object.fromEntries([1024, 8192, 65536].map((T) => [`T = ${T}`, (cached(config, T) / 1e6).toFixed(2)])),
  })),
);
