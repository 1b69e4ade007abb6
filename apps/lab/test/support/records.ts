import { type IsoflopResult, isoflopFormat } from '../../src/isoflop/result';
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
export const isoflop: IsoflopResult = {
  format: isoflopFormat,
  plan: { settings: record.settings, keepDenseHeads: 1, kinds: ['mosa'], sparsities: [2, 4], seeds: [1] },
  backend: 'onnxruntime-node-cpu',
  parallel: 2,
  runs: [
    { id: 'dense-s1', kind: 'dense', status: 'complete', record },
    { id: 'mosa-r2-s1', kind: 'mosa', sparsity: 2, status: 'failed', reason: 'out of memory' },
  ],
};
