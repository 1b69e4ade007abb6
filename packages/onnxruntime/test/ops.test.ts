import type { HostTensor, TensorOps, Traced } from '@mosa-js/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bools, errorOf, evaluate, floats, ints, open, random, reference, targets, type Watch } from './support';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const ulp = 2 ** -23;

interface Case {
  readonly id: string;
  readonly inputs: readonly HostTensor[];
  readonly build: (ops: TensorOps<Traced>, ...inputs: Traced[]) => Traced;
  /** Largest error allowed, relative to the element or to the largest element. Default 0: exact. */
  readonly bound?: number;
  readonly scale?: 'element' | 'tensor';
}

const cases: Case[] = [];
const add = (
  id: string,
  inputs: readonly HostTensor[],
  build: Case['build'],
  bound = 0,
  scale: Case['scale'] = 'element',
) => cases.push({ id, inputs, build, bound, scale });

const shapes = [[], [1], [7], [3, 4], [2, 1, 5], [2, 3, 2, 2], [1, 2, 3, 1, 2]];
const dtypes = ['float32', 'int32', 'bool'] as const;
const numeric = ['float32', 'int32'] as const;

for (const shape of shapes) {
  const at = `[${shape}]`;
  const x = random(shape, 1);
  const positive = { ...x, data: x.data.map((value) => Math.abs(value) + 0.01) as Float32Array };
  for (const dtype of numeric) add(`neg ${dtype} ${at}`, [random(shape, 2, dtype)], (ops, a) => ops.neg(a));
  add(`exp ${at}`, [x], (ops, a) => ops.exp(a), 2 * ulp);
  add(`log ${at}`, [positive], (ops, a) => ops.log(a), 4 * ulp);
  add(`sqrt ${at}`, [positive], (ops, a) => ops.sqrt(a), ulp);
  add(`sigmoid ${at}`, [x], (ops, a) => ops.sigmoid(a), 4 * ulp);
  add(`isNaN ${at}`, [x], (ops, a) => ops.isNaN(a));
  add(`not ${at}`, [random(shape, 3, 'bool')], (ops, a) => ops.not(a));
  for (const from of dtypes) {
    const y = random(shape, 4, from);
    for (const to of dtypes) add(`cast ${from} to ${to} ${at}`, [y], (ops, a) => ops.cast(a, to));
    const size = shape.reduce((a, b) => a * b, 1);
    add(`reshape ${from} ${at} to scalar or flat`, [y], (ops, a) => ops.reshape(a, size === 1 ? [] : [size]));
    add(`reshape ${from} ${at} to rank 5`, [y], (ops, a) => ops.reshape(a, [1, 1, size, 1, 1]));
    const reversed = shape.map((_, axis) => shape.length - 1 - axis);
    add(`transpose ${from} ${at}`, [y], (ops, a) => ops.transpose(a, reversed));
    add(`broadcastTo ${from} ${at} to itself`, [y], (ops, a) => ops.broadcastTo(a, shape));
    add(`broadcastTo ${from} ${at} to more`, [y], (ops, a) =>
      ops.broadcastTo(a, [2, ...shape.map((n) => (n === 1 ? 3 : n))]),
    );
    const begin = shape.map((n) => (n > 1 ? 1 : 0));
    const rest = shape.map((n, axis) => n - begin[axis]!);
    add(`slice ${from} ${at}`, [y], (ops, a) => ops.slice(a, begin, rest));
    add(`slice ${from} ${at} first`, [y], (ops, a) =>
      ops.slice(
        a,
        shape.map(() => 0),
        shape.map(() => 1),
      ),
    );
    shape.forEach((_, axis) => {
      add(`concat ${from} ${at} axis ${axis}`, [y, random(shape, 5, from)], (ops, a, b) => ops.concat([a, b, a], axis));
    });
    if (shape.length > 0) {
      add(`concat ${from} ${at} alone`, [y], (ops, a) => ops.concat([a], -1));
      const last = shape[0]! - 1;
      add(`gather ${from} ${at} by scalar`, [y, ints([last], [])], (ops, a, i) => ops.gather(a, i));
      add(`gather ${from} ${at} by [2, 3]`, [y, ints([last, 0, 0, 0, last, last], [2, 3])], (ops, a, i) =>
        ops.gather(a, i),
      );
    }
  }
  if (shape.length === 0) continue;
  for (const dtype of numeric) {
    const y = random(shape, 6, dtype);
    const bound = dtype === 'int32' ? 0 : 4 * ulp;
    const all = shape.map((_, axis) => axis);
    for (const axes of [[0], [-1], all]) {
      for (const keep of [false, true]) {
        add(`sum ${dtype} ${at} over [${axes}] ${keep}`, [y], (ops, a) => ops.sum(a, axes, keep), bound, 'tensor');
        add(`max ${dtype} ${at} over [${axes}] ${keep}`, [y], (ops, a) => ops.max(a, axes, keep));
      }
    }
    add(`cumulativeSum ${dtype} ${at}`, [y], (ops, a) => ops.cumulativeSum(a), bound, 'tensor');
  }
  add(`softmax ${at}`, [x], (ops, a) => ops.softmax(a), 8 * ulp);
  const n = shape.at(-1)!;
  for (const k of new Set([1, Math.ceil(n / 2), n])) add(`topK ${at} k=${k}`, [x], (ops, a) => ops.topK(a, k));
}

const pairs = [
  [[], []],
  [[3], []],
  [[2, 3], [3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [1, 2, 1, 3, 1],
    [2, 1, 1, 2],
  ],
];
const arithmetic = ['add', 'sub', 'mul', 'maximum', 'minimum', 'greater', 'greaterEqual', 'equal'] as const;
for (const [left, right] of pairs) {
  const at = `[${left}] [${right}]`;
  for (const dtype of numeric) {
    const operands = [random(left!, 7, dtype), random(right!, 8, dtype)];
    for (const op of arithmetic) add(`${op} ${dtype} ${at}`, operands, (ops, a, b) => ops[op](a, b), ulp);
  }
  add(`div ${at}`, [random(left!, 9), random(right!, 10)], (ops, a, b) => ops.div(a, b), ulp);
  for (const op of ['and', 'or'] as const) {
    add(`${op} ${at}`, [random(left!, 11, 'bool'), random(right!, 12, 'bool')], (ops, a, b) => ops[op](a, b));
  }
  for (const dtype of dtypes) {
    const branches = [random(left!, 13, dtype), random(right!, 14, dtype)];
    const where: Case['build'] = (ops, c, a, b) => ops.where(c, a, b);
    add(`where ${dtype} ${at} by scalar`, [bools([1], []), ...branches], where);
    const leading = [2, ...new Array<number>(Math.max(left!.length, right!.length)).fill(1)];
    add(`where ${dtype} ${at} by [${leading}]`, [bools([1, 0], leading), ...branches], where);
    add(`where ${dtype} ${at} by left`, [random(left!, 15, 'bool'), ...branches], where);
  }
}

for (const batch of [[], [3], [2, 3]]) {
  for (const [a, b] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ]) {
    for (const [M, K, N] of [
      [1, 1, 1],
      [2, 5, 3],
      [4, 1, 1],
      [1, 7, 4],
    ] as const) {
      const left = random([...batch, ...(a ? [K, M] : [M, K])], 16);
      const right = random([...batch, ...(b ? [N, K] : [K, N])], 17);
      const id = `matMul [${batch}] ${M}×${K}×${N} ${a} ${b}`;
      add(id, [left, right], (ops, x, y) => ops.matMul(x, y, a, b), 4 * ulp, 'tensor');
    }
  }
}

for (const dtype of numeric) {
  for (const [M, D, rows] of [
    [1, 1, 1],
    [9, 1, 4],
    [6, 3, 2],
    [2, 5, 9],
  ] as const) {
    const indices = ints(Array.from({ length: M }, (_, i) => (i * i) % rows));
    const scatter: Case['build'] = (ops, i, u) => ops.scatterAdd(i, u, rows);
    add(`scatterAdd ${dtype} ${M} ${D} ${rows}`, [indices, random([M, D], 18, dtype)], scatter, 4 * ulp, 'tensor');
  }
}

// The values at which libraries differ.
const special = floats([-inf, inf, nan, 0, -0, -100, 100, -20, 20, -18, 18, -87]);
add('exp of special values', [floats([-inf, inf, nan, 0, -0, -87, 88, -800, 800])], (ops, a) => ops.exp(a), 2 * ulp);
add('log of special values', [floats([0, -0, -1, nan, inf, 1, 1e-38, 3e38])], (ops, a) => ops.log(a), 4 * ulp);
add('sqrt of special values', [floats([0, -1, nan, inf, 1e-38])], (ops, a) => ops.sqrt(a), ulp);
add(
  'sigmoid of special values',
  [floats([-inf, inf, nan, 0, -20, 20, -18, -18.5, 18, -50, -87])],
  (ops, a) => ops.sigmoid(a),
  4 * ulp,
);
add('isNaN of special values', [special], (ops, a) => ops.isNaN(a));
add('div by zero', [floats([1, -1, 0, nan, inf]), floats([0, 0, 0, 1, inf])], (ops, a, b) => ops.div(a, b));
for (const op of ['greater', 'greaterEqual', 'equal'] as const) {
  const left = floats([nan, nan, 0, -0, inf, -inf, 1, 2], [8, 1]);
  add(`${op} of special values`, [left, floats([nan, 1, -0, 0, inf, -inf])], (ops, a, b) => ops[op](a, b));
}
for (const op of ['add', 'sub', 'mul'] as const) {
  const left = floats([nan, inf, -inf, 1], [4, 1]);
  add(`${op} of special values`, [left, floats([nan, inf, -inf, 0, 2])], (ops, a, b) => ops[op](a, b));
}
add(
  'where keeps out the other branch',
  [bools([1, 0, 1, 0, 1]), floats([1, nan, inf, -inf, nan]), floats([nan, 2, nan, inf, 3])],
  (ops, c, a, b) => ops.where(c, a, b),
);
add('cast truncates', [floats([-1.9, 1.9, -0.5, 0.5, 16777216, -2147483648])], (ops, a) => ops.cast(a, 'int32'));
add('cast of NaN and tiny to bool', [floats([nan, 1e-40, -0, 0, inf, 0.25])], (ops, a) => ops.cast(a, 'bool'));
add('max of −∞', [floats([-inf, -inf, -inf, 3], [2, 2])], (ops, a) => ops.max(a, [1]));
add(
  'softmax with hidden columns',
  [floats([-1e30, 1, -1e30, 2, -inf, 0, 1, 5], [2, 4])],
  (ops, a) => ops.softmax(a),
  4 * ulp,
);
add(
  'softmax of large logits',
  [floats([1000, 1001, -1000, 3e38, 3e38, 0], [2, 3])],
  (ops, a) => ops.softmax(a),
  4 * ulp,
);
add(
  'topK of ties and the lowest',
  [floats([5, 5, -3.4028234663852886e38, 5, -3.4028234663852886e38, 1], [2, 3])],
  (ops, a) => ops.topK(a, 2),
);

for (const op of ['greater', 'greaterEqual', 'equal'] as const) {
  const values = [-1, 0, 1];
  add(`${op} of equal int32`, [ints(values, [3, 1]), ints(values)], (ops, a, b) => ops[op](a, b));
  add(`${op} of equal float32`, [floats(values, [3, 1]), floats(values)], (ops, a, b) => ops[op](a, b));
}

// int32 stays exact where float32 would round.
const large = ints([16777217, -16777219, 2147483647, -2147483647, 5, 33554433], [2, 3]);
const other = ints([3, -7, -16777217, 1, 16777217, 33554432], [2, 3]);
for (const op of ['add', 'sub', 'maximum', 'minimum', 'greater', 'greaterEqual', 'equal'] as const) {
  const small = op === 'add' || op === 'sub' ? ints([16777217, 16777219, 1000000001], [3]) : other;
  const left = op === 'add' || op === 'sub' ? ints([3, -5, 16777221, 999999999, 7, 1], [2, 3]) : large;
  add(`${op} of large int32`, [left, small], (ops, a, b) => ops[op](a, b));
}
add('mul of large int32', [ints([16777217, -46341]), ints([127, 46339])], (ops, a, b) => ops.mul(a, b));
add('neg of large int32', [large], (ops, a) => ops.neg(a));
add('max of large int32', [large], (ops, a) => ops.max(a, [1]));
add('sum of large int32', [ints([16777217, 1, 1, -33554433, 7, 1000000001], [2, 3])], (ops, a) => ops.sum(a, [1]));
add('cumulativeSum of large int32', [ints([16777217, 1, 1, -33554433, 7, 1], [2, 3])], (ops, a) =>
  ops.cumulativeSum(a),
);
add('where of large int32', [bools([1, 0, 1]), large, other], (ops, c, a, b) => ops.where(c, a, b));
add('gather of large int32', [large, ints([1, 0])], (ops, a, i) => ops.gather(a, i));
add('scatterAdd of large int32', [ints([1, 0, 1]), ints([16777217, 5, 2], [3, 1])], (ops, i, u) =>
  ops.scatterAdd(i, u, 3),
);
add('constants', [floats([1])], (ops, a) => ops.add(a, ops.constant(Float64Array.of(0.1, 1 / 3), [2], 'float32')), ulp);

describe.each(targets)('primitives on $title', (target) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let watch: Watch;
  beforeAll(async () => {
    opened = await open(target);
    watch = opened.watch;
  });
  afterAll(() => opened.backend.dispose());

  it.each(cases)('$id', async ({ inputs, build, bound, scale }) => {
    const named = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));
    const traced: Parameters<typeof evaluate>[1] = (ops, x) => ({
      y: build(ops, ...inputs.map((_, i) => x[`x${i}`]!)),
    });
    const [actual, expected] = [
      await evaluate(opened.backend, traced, named),
      await evaluate(reference, traced, named),
    ];
    expect(watch.shapes.y).toEqual(expected.y!.shape);
    expect(errorOf(actual.y!, expected.y!, scale!)).toBeLessThanOrEqual(bound!);
  });
});
