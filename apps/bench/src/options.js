import { parseArgs } from 'node:util';

export const usage = `Usage: node run.js [options]

Times the selection of k of T positions on a GPU: our kernel, tfjs's topk, and the decomposition into tfjs's ops.

  --lengths LIST     T, default 1024,4096,16384,65536
  --rows LIST        rows (heads × batch), default 64,512
  --k LIST           k, 'T/n' for a share of T, default T/32,64
  --runs N           timed runs of each, default 20
  --warm-up N        runs before them, default 5
  --json FILE        also writes all numbers to FILE, or prints them with -
  --allow-software   runs on a GPU in software too, whose times mean nothing: a smoke test
  --help`;

const list = (text) => text.split(',').map((part) => part.trim());

/** @throws TypeError with plain words for an option that is unknown or no number */
export function readOptions(args) {
  const text = (value) => ({ type: 'string', default: value });
  const { values } = parseArgs({
    args,
    options: {
      lengths: text('1024,4096,16384,65536'),
      rows: text('64,512'),
      k: text('T/32,64'),
      runs: text('20'),
      'warm-up': text('5'),
      json: { type: 'string' },
      'allow-software': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    lengths: list(values.lengths).map((value) => positive('--lengths', value)),
    rows: list(values.rows).map((value) => positive('--rows', value)),
    k: list(values.k).map(shareOrCount),
    runs: positive('--runs', values.runs),
    warmUp: positive('--warm-up', values['warm-up']),
    json: values.json,
    allowSoftware: values['allow-software'],
    help: values.help,
  };
}

function positive(name, text) {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new TypeError(`${name} takes whole numbers from 1, not ${text}`);
}

/** 'T/32' → { share: 32 }, '64' → { count: 64 } */
function shareOrCount(text) {
  return text.startsWith('T/') ? { share: positive('--k', text.slice(2)) } : { count: positive('--k', text) };
}
