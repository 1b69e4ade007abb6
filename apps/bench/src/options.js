import { Options, optionLines, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** Their names, what each times, and what it takes where nothing is said. */
export const benchmarks = {
  layer: { times: 'forward of one attention layer', lengths: [512, 1024, 2048, 4096], heads: [16] },
  gradient: { times: 'forward and backward of one attention layer', lengths: [512, 1024, 2048], heads: [16] },
  step: { times: 'a training step of a language model, AdamW and all', lengths: [256, 512], heads: [8] },
  decode: { times: 'the next token of each sequence, from caches of T positions', lengths: [512, 2048], heads: [8] },
  select: {
    times: 'selection of k of T positions: the kernel beside its decomposition',
    lengths: [1024, 4096, 16384, 65536],
    heads: [64],
  },
  matmul: {
    times: 'products: square, T × T, and batched, the scores of heads',
    lengths: [256, 1024, 4096],
    heads: [16],
  },
};

export const kinds = ['mosa', 'dense', 'local', 'fixed', 'routing'];
const backends = ['webgpu', 'tfjs-webgpu'];
const peers = ['torch'];
/** What a peer knows, too. */
const comparable = ['layer', 'gradient', 'step', 'matmul'];

export const optionSpecs = {
  batch: { value: 'N', help: 'B: sequences side by side, default 1' },
  lengths: { value: 'LIST', help: 'T: tokens of a sequence; the default depends on the benchmark', multiple: true },
  heads: { value: 'LIST', help: 'E: heads, default 16; of step and decode 8, of select 64', multiple: true },
  'dense-heads': { value: 'N', help: 'dense heads beside those of every other kind, default 0' },
  kind: { value: 'LIST', help: `${kinds.join(', ')}; default mosa,dense`, multiple: true },
  sparsity: { value: 'LIST', help: 'ρ of all but dense heads, whole numbers, default 16', multiple: true },
  k: {
    value: 'LIST',
    help: "tokens that a mosa head selects, instead of --sparsity; 'T/n' for a share. Of select T/32,64",
    multiple: true,
  },
  width: { value: 'N', help: 'h: width of tokens, default 512' },
  'head-width': { value: 'N', help: 'h′: width of a head, even, default 64' },
  layers: { value: 'N', help: 'of step and decode: layers of the model, default 2' },
  runs: { value: 'N', help: 'runs back to back, default 20' },
  rounds: { value: 'N', help: 'how often that is timed; a number is the median over them, default 5' },
  'warm-up': { value: 'N', help: 'runs before them, default 5' },
  backend: { value: 'NAME', help: `${backends.join(', ')}; default webgpu` },
  unchecked: { help: 'without the checks of commands and of bounds in Dawn: what they cost, no mode to use' },
  peer: { value: 'torch', help: `the same shapes in PyTorch on CUDA, for ${comparable.join(', ')} (see below)` },
  'peer-path': { value: 'DIR', help: "where the authors' Python package is, for the peer's mosa heads" },
  json: { value: 'FILE', help: 'also writes all numbers to FILE, or prints them with -' },
  page: { value: 'FILE', help: 'also writes a page with charts over T to FILE' },
  'allow-software': { help: 'runs on a GPU in software too, whose times mean nothing: a smoke test' },
};

export const usage = `Usage: npm run bench -- BENCHMARK [options]

Times one thing on a GPU.

${Object.entries(benchmarks)
  .map(([name, { times }]) => `  ${name.padEnd(9)} ${times}`)
  .join('\n')}

Options:
${optionLines(optionSpecs)}

Clock: an idle GPU slows down, to a sixth of its pace. Before each round it does a second of real work, a large product over
and over, and rows of one T take turns within a round, so that none meets a slower clock than another. Numbers of runs
that did not take turns are not to be compared.

--peer torch starts python3, and needs torch with CUDA; float32, TF32 off, eager. Its mosa heads are those of the authors'
package, where it is found: git clone https://github.com/piotrpiekos/MoSA, then --peer-path MoSA.

Exit code 0, or 1 with a message.
`;

/** @throws MosaError `usage` for a benchmark or an option that is unknown, or no number */
export function readOptions(commandLine) {
  const given = new Options(readCommandLine(commandLine, optionSpecs));
  if (given.has('help')) return { help: true };
  const benchmark = benchmarkOf(given.words);
  const count = { least: 1, whole: true };
  const or = (values, otherwise) => (values.length > 0 ? [...new Set(values)] : otherwise);
  const { lengths, heads } = benchmarks[benchmark];
  const options = {
    benchmark,
    batch: given.number('batch', count) ?? 1,
    lengths: or(given.numbers('lengths', count), lengths),
    heads: or(given.numbers('heads', count), heads),
    denseHeads: given.number('dense-heads', { least: 0, whole: true }) ?? 0,
    kinds: or(given.list('kind').map(kindOf), ['mosa', 'dense']),
    sparsity: or(given.numbers('sparsity', count), [16]),
    k: or(given.list('k'), benchmark === 'select' ? ['T/32', '64'] : []).map(shareOrCount),
    width: given.number('width', count) ?? 512,
    headWidth: given.number('head-width', count) ?? 64,
    layers: given.number('layers', count) ?? 2,
    runs: given.number('runs', count) ?? 20,
    rounds: given.number('rounds', count) ?? 5,
    warmUp: given.number('warm-up', count) ?? 5,
    backend: given.choice('backend', backends) ?? 'webgpu',
    unchecked: given.has('unchecked'),
    peer: given.choice('peer', peers),
    peerPath: given.text('peer-path'),
    json: given.text('json'),
    page: given.text('page'),
    allowSoftware: given.has('allow-software'),
  };
  check(options);
  return options;
}

function benchmarkOf(words) {
  const [name, ...more] = words;
  const names = Object.keys(benchmarks).join(', ');
  if (more.length > 0) throw new MosaError('usage', 'command line', 'one benchmark (see --help)', words.join(' '));
  if (Object.hasOwn(benchmarks, name ?? '')) return name;
  throw new MosaError('usage', 'benchmark', `one of ${names} (see --help)`, name ? show(name) : 'none');
}

/** What does not go together. */
function check({ benchmark, headWidth, kinds, peer, peerPath }) {
  if (headWidth % 2 !== 0) throw new MosaError('usage', '--head-width', 'an even number', show(headWidth));
  if (benchmark === 'decode' && kinds.includes('routing'))
    throw new MosaError('usage', '--kind', 'heads that do not look ahead, for decode', show('routing'));
  if (peer !== undefined && !comparable.includes(benchmark))
    throw new MosaError('usage', '--peer', `one of the benchmarks ${comparable.join(', ')}`, show(benchmark));
  if (peerPath !== undefined && peer === undefined)
    throw new MosaError('usage', '--peer-path', '--peer torch beside it', 'none');
}

function kindOf(text) {
  if (kinds.includes(text)) return text;
  throw new MosaError('usage', '--kind', kinds.join(', '), show(text));
}

/** 'T/32' → { share: 32 }, '64' → { count: 64 } */
function shareOrCount(text) {
  const [, share, digits] = /^(T\/)?([1-9]\d*)$/.exec(text) ?? [];
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) {
    throw new MosaError('usage', '--k', 'whole numbers from 1, or T/n for a share of T', show(text));
  }
  return share === undefined ? { count: value } : { share: value };
}
