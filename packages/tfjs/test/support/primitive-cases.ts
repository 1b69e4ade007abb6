import { type HostTensor, type Shape, sizeOf, type TensorOps } from '@mosa-js/core';
import { given, large, random, repeated } from './random';

/** One use of a primitive, to be carried out by several backends. */
export interface PrimitiveCase {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly HostTensor[];
  /** Largest error, relative to the element or to `scale` where that is larger. */
  readonly tolerance: number;
  readonly scale: number;
  readonly build: Build;
}

type Build = <T>(ops: TensorOps<T>, inputs: readonly T[]) => T;

interface Bound {
  readonly tolerance?: number;
  readonly scale?: number;
  /** What the case is about, where the operands' types do not tell. */
  readonly note?: string;
}

const shapes: readonly Shape[] = [[], [1], [7], [3, 4], [2, 1, 5], [2, 3, 1, 4], [2, 1, 3, 2, 2]];
const broadcasts: readonly (readonly [Shape, Shape])[] = [
  [[], []],
  [[3], []],
  [[], [2, 3]],
  [
    [2, 1],
    [1, 3],
  ],
  [[2, 3, 1], [4]],
  [
    [2, 1, 3, 1],
    [2, 1, 5],
  ],
  [
    [2, 1, 3, 1, 2],
    [4, 1, 5, 1],
  ],
  [
    [2, 3, 4, 5],
    [2, 3, 4, 5],
  ],
];
const inf = Number.POSITIVE_INFINITY;
const special = [Number.NaN, inf, -inf, 0, -0, 1, -1, 1e-15, 1e15];

/** Uses of every primitive: all dtypes that it takes, ranks 0 to 5, sizes of 1, and the values that kernels get wrong. */
export function primitiveCases(): PrimitiveCase[] {
  const cases: PrimitiveCase[] = [];
  const add = (
    op: string,
    inputs: readonly HostTensor[],
    build: Build,
    { tolerance = 1e-6, scale = 0, note = '' }: Bound = {},
  ) => {
    const types = inputs.map(({ dtype, shape }) => `${dtype}[${shape}]`).join(' ');
    cases.push({ op, name: `${types} ${note}`.trim(), inputs, build, tolerance, scale });
  };
  for (const shape of shapes) {
    elementwise(add, shape);
    for (const x of [random(shape), large(shape), random(shape, 'bool')]) layout(add, x);
    for (const x of [random(shape), large(shape)]) reductions(add, x);
  }
  for (const [a, b] of broadcasts) binary(add, a, b);
  specialValues(add);
  products(add);
  rows(add);
  ranking(add);
  return cases;
}

type Add = (op: string, inputs: readonly HostTensor[], build: Build, bound?: Bound) => void;

function elementwise(add: Add, shape: Shape): void {
  const wide = { tolerance: 3e-6, scale: 1e-30 };
  add('neg', [random(shape)], (ops, [x]) => ops.neg(x!));
  add('neg', [large(shape)], (ops, [x]) => ops.neg(x!));
  add('exp', [random(shape, 'float32', -80, 80)], (ops, [x]) => ops.exp(x!), wide);
  add('sigmoid', [random(shape, 'float32', -80, 80)], (ops, [x]) => ops.sigmoid(x!), wide);
  add('log', [random(shape, 'float32', 0.01, 9)], (ops, [x]) => ops.log(x!), { scale: 1 });
  add('sqrt', [random(shape, 'float32', 0, 9)], (ops, [x]) => ops.sqrt(x!));
  add('isNaN', [random(shape)], (ops, [x]) => ops.isNaN(x!));
  add('not', [random(shape, 'bool')], (ops, [x]) => ops.not(x!));
}

function layout(add: Add, x: HostTensor): void {
  const { shape } = x;
  const zeros = shape.map(() => 0);
  const note = (text: string) => ({ note: text });
  for (const dtype of ['float32', 'int32', 'bool'] as const) {
    add('cast', [x], (ops, [y]) => ops.cast(y!, dtype), note(`to ${dtype}`));
  }
  add('reshape', [x], (ops, [y]) => ops.reshape(y!, [sizeOf(shape), 1]));
  const orders = {
    reversed: shape.map((_, i) => shape.length - 1 - i),
    rotated: shape.map((_, i) => (i + 1) % shape.length),
    unchanged: shape.map((_, i) => i),
  };
  for (const [name, order] of Object.entries(orders)) {
    add('transpose', [x], (ops, [y]) => ops.transpose(y!, order), note(name));
  }
  const wider = shape.map((size) => (size === 1 ? 4 : size));
  add('broadcastTo', [x], (ops, [y]) => ops.broadcastTo(y!, shape), note('its own shape'));
  add('broadcastTo', [x], (ops, [y]) => ops.broadcastTo(y!, wider), note('along ones'));
  if (shape.length < 5)
    add('broadcastTo', [x], (ops, [y]) => ops.broadcastTo(y!, [3, ...wider]), note('with a new axis'));
  const inner = shape.map((size) => (size > 1 ? 1 : 0));
  const innerSize = shape.map((size) => Math.max(1, size - 1));
  const corner = shape.map((size) => size - 1);
  const ones = shape.map(() => 1);
  add('slice', [x], (ops, [y]) => ops.slice(y!, zeros, shape), note('all'));
  add('slice', [x], (ops, [y]) => ops.slice(y!, inner, innerSize), note('inner'));
  add('slice', [x], (ops, [y]) => ops.slice(y!, corner, ones), note('one'));
  shape.forEach((_, axis) => {
    add('concat', [x, x], (ops, [a, b]) => ops.concat([a!, b!, a!], axis), note(`axis ${axis}`));
    add('concat', [x], (ops, [a]) => ops.concat([a!], axis), note(`axis ${axis}`));
  });
  add('where', [random(shape, 'bool'), x, x], (ops, [condition, a, b]) => ops.where(condition!, a!, b!));
}

function reductions(add: Add, x: HostTensor): void {
  const { shape } = x;
  const all = shape.map((_, axis) => axis);
  const sets =
    shape.length > 2 ? [...all.map((axis) => [axis]), all, [0, shape.length - 1]] : [...all.map((axis) => [axis]), all];
  for (const axes of sets) {
    if (axes.length === 0) continue;
    for (const keep of [true, false]) {
      const note = `axes ${axes} ${keep ? 'kept' : 'dropped'}`;
      add('sum', [x], (ops, [y]) => ops.sum(y!, axes, keep), { scale: 10, note });
      add('max', [x], (ops, [y]) => ops.max(y!, axes, keep), { note });
    }
  }
  if (shape.length === 0) return;
  add('cumulativeSum', [x], (ops, [y]) => ops.cumulativeSum(y!), { scale: 10 });
  if (x.dtype !== 'float32') return;
  add('softmax', [x], (ops, [y]) => ops.softmax(y!));
  add('softmax', [random(shape, 'float32', 500, 1000)], (ops, [y]) => ops.softmax(y!), {
    tolerance: 1e-4,
    scale: 1e-20,
    note: 'large',
  });
}

function binary(add: Add, a: Shape, b: Shape): void {
  const kinds = [random, large, (shape: Shape) => random(shape, 'int32', -2, 3)] as const;
  for (const make of kinds) {
    for (const op of ['add', 'sub', 'maximum', 'minimum', 'greater', 'greaterEqual', 'equal'] as const) {
      add(op, [make(a), make(b)], (ops, [x, y]) => ops[op](x!, y!), { scale: 1 });
    }
  }
  const factor = (shape: Shape) => random(shape, 'int32', -40000, 40000);
  add('mul', [random(a), random(b)], (ops, [x, y]) => ops.mul(x!, y!));
  add('mul', [factor(a), factor(b)], (ops, [x, y]) => ops.mul(x!, y!));
  add('div', [random(a), random(b)], (ops, [x, y]) => ops.div(x!, y!));
  for (const op of ['and', 'or'] as const) {
    add(op, [random(a, 'bool'), random(b, 'bool')], (ops, [x, y]) => ops[op](x!, y!));
  }
  for (const make of [random, large, (shape: Shape) => random(shape, 'bool')]) {
    add('where', [random(a, 'bool'), make(b), make([])], (ops, [condition, x, y]) => ops.where(condition!, x!, y!));
    add('where', [random([], 'bool'), make(a), make(b)], (ops, [condition, x, y]) => ops.where(condition!, x!, y!));
  }
}

function specialValues(add: Add): void {
  const row = given([9], ...special);
  const column = given([9, 1], ...special);
  for (const op of ['neg', 'exp', 'log', 'sqrt', 'sigmoid', 'isNaN'] as const) {
    add(op, [row], (ops, [x]) => ops[op](x!), { note: 'special values' });
  }
  for (const op of ['add', 'sub', 'mul', 'div', 'greater', 'greaterEqual', 'equal'] as const) {
    add(op, [column, row], (ops, [x, y]) => ops[op](x!, y!), { note: 'special values' });
  }
  const infinite = given([3], inf, -inf, 1);
  for (const op of ['maximum', 'minimum'] as const) {
    add(op, [given([3, 1], inf, -inf, 0), infinite], (ops, [x, y]) => ops[op](x!, y!), { note: 'infinities' });
  }
  add('where', [random([9, 9], 'bool'), column, row], (ops, [c, x, y]) => ops.where(c!, x!, y!), {
    note: 'special values',
  });
  add('cast', [row], (ops, [x]) => ops.cast(x!, 'bool'), { note: 'special values to bool' });
  const halves = given([8], 1.9, -1.9, 0.5, -0.5, 2.5, 16777216, -2147483648, 2147483520);
  add('cast', [halves], (ops, [x]) => ops.cast(x!, 'int32'), { note: 'towards 0' });
  const rounded = { shape: [2], dtype: 'int32', data: Int32Array.of(16777217, -16777217) } as const;
  add('cast', [rounded], (ops, [x]) => ops.cast(x!, 'float32'), { tolerance: 6e-8, note: 'beyond float32' });
  const near = { shape: [2], dtype: 'int32', data: Int32Array.of(16777216, -16777217) } as const;
  add('equal', [rounded, near], (ops, [x, y]) => ops.equal(x!, y!), { note: 'beyond float32' });
  const hidden = given([3, 3], -inf, 1, 2, -1e30, -1e30, -1e30, -1e30, 3, -1e30);
  add('max', [hidden], (ops, [x]) => ops.max(x!, [1]), { note: 'hidden' });
  add('softmax', [hidden], (ops, [x]) => ops.softmax(x!), { note: 'hidden' });
}

function products(add: Add): void {
  for (const batch of [[], [1], [3], [2, 3], [2, 1, 3]]) {
    for (const [m, k, n] of [
      [4, 5, 6],
      [1, 5, 1],
      [1, 1, 1],
      [33, 17, 9],
    ] as const) {
      for (const [ta, tb] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const a = random([...batch, ...(ta ? [k, m] : [m, k])]);
        const b = random([...batch, ...(tb ? [n, k] : [k, n])]);
        const note = `${ta ? 'transposed' : ''} ${tb ? 'by transposed' : ''}`;
        add('matMul', [a, b], (ops, [x, y]) => ops.matMul(x!, y!, ta, tb), { scale: 20, note });
      }
    }
  }
  add('matMul', [random([100, 200]), random([200, 100])], (ops, [x, y]) => ops.matMul(x!, y!), { scale: 200 });
  add('sum', [random([3, 30000])], (ops, [x]) => ops.sum(x!, [1]), { scale: 90000 });
  add('cumulativeSum', [random([3, 3000])], (ops, [x]) => ops.cumulativeSum(x!), { scale: 9000 });
  add('softmax', [random([3, 3000])], (ops, [x]) => ops.softmax(x!), { tolerance: 1e-5 });
}

function rows(add: Add): void {
  for (const shape of shapes.slice(1, 6)) {
    for (const indices of [[], [1], [6], [2, 3]]) {
      const places = random(indices, 'int32', 0, shape[0]!);
      for (const x of [random(shape), large(shape), random(shape, 'bool')]) {
        add('gather', [x, places], (ops, [y, i]) => ops.gather(y!, i!));
      }
    }
  }
  for (const [m, d, count] of [
    [1, 1, 1],
    [6, 3, 4],
    [40, 5, 7],
    [9, 1, 20],
  ] as const) {
    const indices = random([m], 'int32', 0, count);
    for (const updates of [random([m, d]), random([m, d], 'int32', -(2 ** 25), 2 ** 25)]) {
      add('scatterAdd', [indices, updates], (ops, [i, x]) => ops.scatterAdd(i!, x!, count), { scale: 20 });
    }
  }
}

function ranking(add: Add): void {
  for (const shape of [[1], [7], [3, 4], [2, 1, 5], [2, 3, 1, 4], [2, 300], [1, 1300]]) {
    const n = shape.at(-1)!;
    for (const k of new Set([1, Math.ceil(n / 3), n])) {
      const note = `k ${k}`;
      add('topK', [random(shape)], (ops, [x]) => ops.topK(x!, k), { note });
      add('topK', [repeated(shape)], (ops, [x]) => ops.topK(x!, k), { note: `${note} of equals` });
    }
  }
  const highest = 3.4028234663852886e38;
  const keys = given([2, 6], 1, -highest, 2, -highest, -highest, -highest, highest, 3, 3, highest, 3, highest);
  for (const k of [2, 4, 6]) add('topK', [keys], (ops, [x]) => ops.topK(x!, k), { note: `k ${k} of extremes` });
}
