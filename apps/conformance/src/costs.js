/**
 * What attention heads cost, counted from their graphs: `npm run costs`. FLOPs are the paper's counted terms; memory is
 * the largest sum of intermediates and outputs alive at once, with fused ops decomposed into primitives.
 */
import { graphFlops, graphMemory, headFlops, layerGraph } from '@mosa-js/core';
import { decompose } from '@mosa-js/core/adapter';

const [h, d, k] = [512, 64, 64];
const sizes = { dModel: h, dHead: d };
const rows = [];
for (const T of [1024, 4096, 16384]) {
  const x = { shape: [1, T, h], dtype: 'float32' };
  const count = (config) => {
    const graph = decompose(layerGraph(config, { x }), new Set());
    return { flops: graphFlops(graph).counted, peak: graphMemory(graph).peak };
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
