import type { Random } from './random';

/** What members throw that no one may read to find out what a value is. */
function thrower(): never {
  throw new Error('a conversion that throws');
}

/** What a field throws that has to be read. It is its owner's own error, and may come through. */
export const readingError = new RangeError('a field that throws when it is read');
function unreadable(): never {
  throw readingError;
}

function circular(): unknown {
  const list: unknown[] = [];
  list.push(list, { list });
  return list;
}

function deep(): unknown {
  let list: unknown[] = [];
  for (let i = 0; i < 20_000; i++) list = [list];
  return list;
}

const plain: readonly unknown[] = [
  ...[undefined, null, true, false, '', '4', 'mosa', '__proto__', 'NaN', 'x'.repeat(20_000)],
  ...[0, -0, 1, 2, 3, 4, 6, 8, -1, 0.5, 1.5, 2.000001, 1e-9, 5e-324, 2 ** 31 - 1, 2 ** 31, 2 ** 32],
  ...[2 ** 53 - 1, 2 ** 53, 1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...[0n, 4n, 2n ** 64n, Symbol('odd'), Symbol.iterator],
];

const reading = { get: unreadable, has: unreadable, ownKeys: unreadable, getOwnPropertyDescriptor: unreadable };

/** Made anew each time, so that nothing that is done to one reaches the next. */
const objects: Readonly<Record<string, () => unknown>> = {
  function: () => () => 4,
  class: () => class {},
  'empty object': () => ({}),
  'empty list': () => [],
  'list of one number': () => [4],
  'list of one text': () => ['mosa'],
  'list with a hole': () => Object.assign(new Array(2), { 1: 4 }),
  'list of holes': () => new Array(3),
  circle: circular,
  'lists in lists': deep,
  'no prototype': () => Object.create(null),
  date: () => new Date(0),
  'no date': () => new Date(Number.NaN),
  map: () => new Map(),
  expression: () => /odd/,
  'typed array': () => new Float32Array(4),
  view: () => new DataView(new ArrayBuffer(4)),
  promise: () => Promise.resolve(4),
  error: () => new Error('odd'),
  'value of 4': () => ({ valueOf: () => 4 }),
  'value that throws': () => ({ valueOf: thrower }),
  'text that throws': () => ({ toString: thrower }),
  'text that is none': () => ({ toString: () => Symbol('odd') }),
  'JSON that throws': () => ({ toJSON: thrower }),
  'no JSON': () => ({ toJSON: () => undefined }),
  'no class': () => ({ constructor: null }),
  'class without a name': () => ({ constructor: { name: Symbol('odd') } }),
  'a length': () => ({ length: 2 }),
  'no length': () => ({ length: Symbol('odd') }),
  'no primitive': () => ({ [Symbol.toPrimitive]: 4 }),
  'boxed number': () => Object(4),
  'boxed text': () => Object('mosa'),
  'no field to read': () => new Proxy({}, reading),
  'a kind not to read': () => Object.defineProperty({}, 'kind', { get: unreadable, enumerable: true }),
};

/** A value that JavaScript callers may pass by mistake. */
export function oddValue(random: Random): unknown {
  return random.chance(0.55) ? random.pick(plain) : random.pick(Object.values(objects))();
}
