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
/** Those with kernels of ours. */
export const backends = ['webgpu', 'tfjs-webgpu'];
/** Those of a page. */
export const pageBackends = [...backends, 'onnxruntime-web-wasm'];

/** What the command and the page take, as options of the one and fields of the other. */
export const optionSpecs = {
  batch: { value: 'N', help: 'B: sequences side by side, default 1' },
  lengths: { value: 'LIST', help: 'T: tokens of a sequence; the default depends on the benchmark', multiple: true },
  heads: { value: 'LIST', help: 'E: heads, default 16; of step and decode 8, of select 64', multiple: true },
  'dense-heads': { value: 'N', help: 'dense heads beside those of every other kind, default 0' },
  beside: {
    value: 'KIND',
    help: 'of decode: what these are, dense or local, with a window of k or T/ρ; default dense',
  },
  draw: {
    value: 'LIST',
    help: "of decode: numbers of tokens that are drawn on the device and read at once, or 'logits', which reads those of each token",
    multiple: true,
  },
  kind: {
    value: 'LIST',
    help: `${kinds.join(', ')}, or with heads of its own, as in dense:9; default mosa,dense`,
    multiple: true,
  },
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
};

/**
 * @param given `Options` of packages/command
 * @param known backends that there are
 * @throws MosaError `usage` for a benchmark that is unknown, no number, or what does not go together
 */
export function optionsOf(name, given, known = pageBackends) {
  const benchmark = benchmarkOf(name);
  const count = { least: 1, whole: true };
  const or = (values, otherwise) => (values.length > 0 ? [...new Set(values)] : otherwise);
  const { lengths, heads } = benchmarks[benchmark];
  const options = {
    benchmark,
    batch: given.number('batch', count) ?? 1,
    lengths: or(given.numbers('lengths', count), lengths),
    heads: or(given.numbers('heads', count), heads),
    denseHeads: given.number('dense-heads', { least: 0, whole: true }) ?? 0,
    beside: given.choice('beside', ['dense', 'local']) ?? 'dense',
    draw: given.list('draw').map(drawOf),
    kinds: kindsOf(or(given.list('kind'), ['mosa', 'dense'])),
    sparsity: or(given.numbers('sparsity', count), [16]),
    k: or(given.list('k'), benchmark === 'select' ? ['T/32', '64'] : []).map(shareOrCount),
    width: given.number('width', count) ?? 512,
    headWidth: given.number('head-width', count) ?? 64,
    layers: given.number('layers', count) ?? 2,
    runs: given.number('runs', count) ?? 20,
    rounds: given.number('rounds', count) ?? 5,
    warmUp: given.number('warm-up', count) ?? 5,
    backend: given.choice('backend', known) ?? 'webgpu',
  };
  if (options.headWidth % 2 !== 0)
    throw new MosaError('usage', '--head-width', 'an even number', show(options.headWidth));
  const ofDecode = options.draw.length > 0 ? '--draw' : options.beside !== 'dense' ? '--beside' : undefined;
  if (ofDecode && benchmark !== 'decode')
    throw new MosaError('usage', ofDecode, 'decode, which alone takes it', show(benchmark));
  if (benchmark === 'decode' && options.kinds.some(({ kind }) => kind === 'routing'))
    throw new MosaError('usage', '--kind', 'heads that do not look ahead, for decode', show('routing'));
  if (benchmark === 'select' && !backends.includes(options.backend))
    throw new MosaError('usage', '--backend', `${backends.join(' or ')} for select`, options.backend);
  return options;
}

function benchmarkOf(name) {
  if (Object.hasOwn(benchmarks, name ?? '')) return name;
  const names = Object.keys(benchmarks).join(', ');
  throw new MosaError('usage', 'benchmark', `one of ${names}`, name ? show(name) : 'none');
}

/** 'logits', or how many tokens are read at once. */
function drawOf(text) {
  if (text === 'logits') return text;
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new MosaError('usage', '--draw', "'logits' or whole numbers from 1", show(text));
  return count;
}

/** 'mosa' → { kind }, 'dense:9' → { kind, heads: 9 } */
function kindsOf(words) {
  return words.map((word) => {
    const [kind, digits, ...more] = word.split(':');
    const heads = digits === undefined ? undefined : Number(digits);
    const known = kinds.includes(kind) && more.length === 0;
    if (!known || (heads !== undefined && !(Number.isSafeInteger(heads) && heads > 0)))
      throw new MosaError('usage', '--kind', `${kinds.join(', ')}, or one with its heads as in dense:9`, show(word));
    return heads === undefined ? { kind } : { kind, heads };
  });
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
