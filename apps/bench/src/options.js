import { Options, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

export const usage = `Usage: node run.js [options]

Times the selection of k of T positions on a GPU: our kernel, tfjs's topk, and the decomposition into tfjs's ops.

  --lengths LIST     T, default 1024,4096,16384,65536
  --rows LIST        rows (heads × batch), default 64,512
  --k LIST           k, 'T/n' for a share of T, default T/32,64
  --runs N           timed runs of each, default 20
  --warm-up N        runs before them, default 5
  --json FILE        also writes all numbers to FILE, or prints them with -
  --allow-software   runs on a GPU in software too, whose times mean nothing: a smoke test
  --help

Exit code 0, or 1 with a message.
`;

/** Help is written by hand. */
export const optionSpecs = {
  lengths: { value: 'LIST', help: '', multiple: true },
  rows: { value: 'LIST', help: '', multiple: true },
  k: { value: 'LIST', help: '', multiple: true },
  runs: { value: 'N', help: '' },
  'warm-up': { value: 'N', help: '' },
  json: { value: 'FILE', help: '' },
  'allow-software': { help: '' },
};

/** @throws MosaError `usage` for an option that is unknown or no number */
export function readOptions(commandLine) {
  const given = new Options(readCommandLine(commandLine, optionSpecs));
  if (given.words.length > 0) {
    throw new MosaError('usage', 'command line', 'only options (see --help)', given.words.join(' '));
  }
  const count = { least: 1, whole: true };
  const or = (values, otherwise) => (values.length > 0 ? values : otherwise);
  return {
    lengths: or(given.numbers('lengths', count), [1024, 4096, 16384, 65536]),
    rows: or(given.numbers('rows', count), [64, 512]),
    k: or(given.list('k'), ['T/32', '64']).map(shareOrCount),
    runs: given.number('runs', count) ?? 20,
    warmUp: given.number('warm-up', count) ?? 5,
    json: given.text('json'),
    allowSoftware: given.has('allow-software'),
    help: given.has('help'),
  };
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
