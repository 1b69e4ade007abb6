import type { Random } from './random';

/** Texts to stand where JSON has a value: of another type, out of range, of the edges of formats, and some that are no JSON. */
const short: readonly string[] = [
  ...['null', 'true', 'false', '0', '-0', '1', '-1', '2', '0.5', '1.5', '-1e-9', '1e308', '-1e308', '1e999', '5e-324'],
  ...['2147483647', '2147483648', '4294967296', '9007199254740991', '9007199254740993', '-9007199254740993', '1e15'],
  ...['NaN', 'Infinity', '-Infinity', 'undefined', '', '01', '+1', '1.', '0x10', "'a'"],
  ...[
    '""',
    '"NaN"',
    '"1"',
    '"-1"',
    '"__proto__"',
    '"constructor"',
    '"\\u0000"',
    '"\\ud800"',
    '"\ud800"',
    '"\ufeff"',
    '"a\nb"',
  ],
  ...['[]', '{}', '[null]', '[1]', '["mosa"]', '[[]]', '[{}]', '{"__proto__":null}', '{"__proto__":{"kind":"mosa"}}'],
  ...[
    '{"length":1}',
    '{"length":1e9}',
    '{"toString":1}',
    '{"constructor":null}',
    '{"constructor":{"name":[]}}',
    '{"toJSON":1}',
  ],
];

/** Deeper than a stack is, longer than a line is, more than an index takes: made when asked for, since they are large. */
const large: readonly ((random: Random) => string)[] = [
  (random) => nested('[', ']', random),
  (random) => nested('{"a":', '}', random, '1'),
  (random) => nested('[{"a":', '}]', random, 'null'),
  (random) => JSON.stringify('x'.repeat(random.pick([1000, 100_000]))),
  (random) => `{${Array.from({ length: random.pick([100, 5000]) }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  (random) => `[${'0,'.repeat(random.pick([100, 20_000]))}0]`,
  (random) => random.pick(['9', '-9', '0.']) + '9'.repeat(400),
];

/** Keys that every object has, or that reach what is behind it. */
export const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'toJSON',
  'length',
  '',
  '0',
  '\ud800',
  '\u0000',
];

export function oddJson(random: Random): string {
  return random.chance(0.93) ? random.pick(short) : random.pick(large)(random);
}

function nested(open: string, close: string, random: Random, inner = ''): string {
  const depth = random.pick([40, 1000, 20_000]);
  return open.repeat(depth) + inner + close.repeat(depth);
}
