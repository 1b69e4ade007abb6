import { type AgreeResult, agreeFormat } from '../../src/agree/agreement';
import { type CausalityResult, causalityFormat } from '../../src/causality/result';
import { type FlopsResult, flopsFormat, type PerplexityResult, perplexityFormat } from '../../src/isoflop/result';
import { type MemoryResult, memoryFormat } from '../../src/memory/show';
import { type RunRecord, recordFormat } from '../../src/run/record';
import { presetOf } from '../../src/settings/presets';

const text = { file: 'words.txt', sha256: 'ab12', bytes: 900, tokens: 800 };

/** A small finished run. */
export const record: RunRecord = {
  format: recordFormat,
  settings: { ...presetOf('tiny').settings, steps: 3 },
  backend: { name: 'onnxruntime-node-cpu', device: 'cpu', library: 'onnxruntime-node 1.30.0', software: false },
  machine: { platform: 'linux x64', cpu: 'a CPU', cores: 2, memoryGb: 4, node: 'v20.0.0' },
  versions: { '@mosa-js/core': '0.0.0' },
  commit: 'abc',
  data: { train: text, valid: { ...text, bytes: 90, tokens: 80 }, vocabularySize: 65 },
  costs: { forwardFlops: 1e6, parameters: 1000, kvPairsPerLayer: 64, stepPeakBytes: 5000, stateBytes: 12000 },
  status: 'complete',
  started: '2026-01-01T00:00:00.000Z',
  updated: '2026-01-01T00:01:00.000Z',
  curve: { loss: [4, 3.5, 3.25], gradientNorm: [1, 0.5, 0.25] },
  evaluations: [
    { step: 2, loss: 3.5, perplexity: 33.1, bitsPerByte: 5, tokens: 80 },
    { step: 3, loss: 3.4, perplexity: 29.9, tokens: 80 },
  ],
  final: { step: 3, loss: 3.4, perplexity: 29.9, bitsPerByte: 4.9, tokens: 80 },
  seconds: 60,
  tokensPerSecond: 1000,
  parallel: 2,
};

/** A comparison of two runs, of which one failed. */
export const isoflop: FlopsResult = {
  format: flopsFormat,
  plan: { settings: record.settings, keepDenseHeads: 1, kinds: ['mosa'], sparsities: [2, 4], seeds: [1] },
  backend: 'onnxruntime-node-cpu',
  parallel: 2,
  runs: [
    { id: 'dense-s1', kind: 'dense', status: 'complete', record },
    { id: 'mosa-r2-s1', kind: 'mosa', sparsity: 2, status: 'failed', reason: 'out of memory' },
  ],
};

const { backend, machine, versions, settings } = record;

/** A search that found its heads. */
export const perplexity: PerplexityResult = {
  format: perplexityFormat,
  plan: { settings, keepDenseHeads: 1, sparsity: 2, start: 4, most: 8, precision: 1 },
  backend,
  runs: [
    { id: 'dense', sparseHeads: 0, status: 'complete', record },
    { id: 'mosa-4', sparseHeads: 4, status: 'complete', record },
  ],
  heads: 4,
  isSmallest: true,
  times: { change: -0.1, pairs: 3, milliseconds: { dense: 5, sparse: 4.5 } },
};

/** Two backends beside an oracle. */
export const agree: AgreeResult = {
  format: agreeFormat,
  bound: 1e-4,
  oracle: 'reference',
  record,
  backends: [
    {
      backend: 'reference',
      device: 'cpu',
      library: 'none',
      software: false,
      loss: [4, 3],
      difference: 0,
      step: 1,
      agrees: true,
    },
    {
      backend: 'tfjs-cpu',
      device: 'cpu',
      library: 'tfjs',
      software: false,
      loss: [4, 3],
      difference: 1e-6,
      step: 2,
      agrees: true,
    },
  ],
  unavailable: [{ backend: 'tfjs-webgpu', reason: 'no GPU' }],
};

/** Two ways to take a step. */
export const memory: MemoryResult = {
  format: memoryFormat,
  settings,
  vocabularySize: 65,
  backend,
  machine,
  versions,
  commit: 'abc',
  date: '2026-01-01T00:00:00.000Z',
  ways: [
    { way: 'tfjs', peak: { tensors: 100, bytes: 5000 }, loss: 4 },
    { way: 'ours', peak: { tensors: 80, bytes: 4000 }, graphBytes: 3900, loss: 4 },
  ],
};

const layer = { layer: 0, taken: 0.24, least: 0.2, most: 0.3, flips: 0.1 };
const selection = {
  layer: 0,
  group: 'parts.1.',
  heads: 4,
  target: 0.25,
  taken: 0.2,
  least: 0,
  most: 0.3,
  dropped: 0.01,
  dead: 1,
};
const causal = { ...record, selections: [{ step: 3, layers: [selection] }] };

/** Models that were trained and read, and one that failed. */
export const causality: CausalityResult = {
  format: causalityFormat,
  plan: { settings, keepDenseHeads: 1, sparseHeads: 4, seeds: [1, 2], variants: ['dense', 'published', 'causal'] },
  backend: 'reference',
  windows: 8,
  calibrationTokens: 64,
  readings: ['own', 'prefix'],
  runs: [
    {
      id: 'dense-s1',
      variant: 'dense',
      status: 'complete',
      record,
      read: [{ reading: 'own', loss: 3.5, tokens: 80, layers: [] }],
    },
    {
      id: 'causal-s1',
      variant: 'causal',
      status: 'complete',
      record: causal,
      read: [{ reading: 'own', loss: 3.25, tokens: 80, layers: [layer] }],
    },
    { id: 'published-s1', variant: 'published', status: 'failed', reason: 'out of memory', read: [] },
  ],
};
