import { type HostTensor, hostTensor, type Named, type Shape, type TensorOps, type Traced } from '@mosa-js/core';
import type { PrimitiveName } from '@mosa-js/core/adapter';
import { closest, random } from './values';

export type Tensors = Readonly<Record<string, HostTensor>>;
export type Build = (ops: TensorOps<Traced>, inputs: Named<Traced>) => Traced;

/** What is differentiated: every float32 tensor of it, at these values. */
export interface GradientSpec {
  readonly tensors: Tensors;
  readonly build: Build;
  /** Whether the gradient is the slope; not where a step breaks a tie. Default true. */
  readonly slope?: boolean;
}

const positive = (shape: Shape, seed: number) => random(shape, seed, 'float32', 0.5, 3);
/** Values no two of which are near each other, so that no step changes their order. */
const apart = (shape: Shape, seed: number): HostTensor => {
  const { data } = random(shape, seed);
  const order = Array.from(data.keys()).sort((a, b) => data[a]! - data[b]!);
  const spread = new Float32Array(data.length);
  order.forEach((at, rank) => {
    spread[at] = rank * 0.5 - data.length / 4;
  });
  return hostTensor(spread, shape);
};

type Differentiable = Exclude<
  PrimitiveName,
  'constant' | 'isNaN' | 'not' | 'greater' | 'greaterEqual' | 'equal' | 'and' | 'or' | 'topKValues'
>;

/** Typed so that a new op does not compile until it has its cases here, or its name among those that have no gradient. */
export function gradientSpecs(): Record<
  Differentiable | 'attention' | 'attentionGradient' | 'rotary' | 'composed',
  Record<string, GradientSpec>
> {
  const unary = (op: 'neg' | 'exp' | 'log' | 'sqrt' | 'sigmoid') => ({
    'shape=[3,4]': { tensors: { x: positive([3, 4], 1) }, build: ((ops, { x }) => ops[op](x!)) as Build },
  });
  const binary = (op: 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum') =>
    Object.fromEntries(
      (
        [
          [
            [3, 4],
            [3, 4],
          ],
          [
            [2, 1, 4],
            [3, 1],
          ],
          [[], [2, 3]],
          [[4], []],
        ] as [Shape, Shape][]
      ).map(([a, b]) => {
        const both = apart(
          [
            Math.max(
              1,
              a.reduce((x, y) => x * y, 1),
            ) + b.reduce((x, y) => x * y, 1),
          ],
          2,
        ).data;
        const size = a.reduce((x, y) => x * y, 1);
        const positiveData = Float32Array.from(both, (value) => value + both.length / 4 + 0.5);
        const tensors = { a: hostTensor(positiveData.slice(0, size), a), b: hostTensor(positiveData.slice(size), b) };
        return [`[${a}]x[${b}]`, { tensors, build: ((ops, { a, b }) => ops[op](a!, b!)) as Build }];
      }),
    );
  const one = (name: string, tensors: Tensors, build: Build) => ({ [name]: { tensors, build } });
  const tied = (name: string, tensors: Tensors, build: Build) => ({ [name]: { tensors, build, slope: false } });
  const tiedRows = hostTensor([3, 3, 1, 3, -2, -5, -2, -2, 0, 0, 0, 0], [3, 4]);
  const tiedPair = { a: hostTensor([1, 2, 2, -1, 0, 5], [2, 3]), b: hostTensor([2, 2, -1], [3]) };
  const x = random([2, 3, 4], 3);
  const ints = (values: number[], shape: Shape = [values.length]) => hostTensor(values, shape, 'int32');
  return {
    neg: unary('neg'),
    exp: unary('exp'),
    log: unary('log'),
    sqrt: unary('sqrt'),
    sigmoid: unary('sigmoid'),
    add: binary('add'),
    sub: binary('sub'),
    mul: binary('mul'),
    div: binary('div'),
    maximum: { ...binary('maximum'), ...tied('ties', tiedPair, (ops, { a, b }) => ops.maximum(a!, b!)) },
    minimum: { ...binary('minimum'), ...tied('ties', tiedPair, (ops, { a, b }) => ops.minimum(a!, b!)) },
    where: one(
      'broadcast',
      { c: random([3, 4], 4, 'bool'), a: random([4], 5), b: random([3, 1], 6) },
      (ops, { c, a, b }) => ops.where(c!, a!, b!),
    ),
    cast: one('float32', { x }, (ops, { x }) => ops.cast(x!, 'float32')),
    reshape: one('[4,6]', { x }, (ops, { x }) => ops.reshape(x!, [4, 6])),
    transpose: one('2,0,1', { x }, (ops, { x }) => ops.transpose(x!, [2, 0, 1])),
    broadcastTo: one('[2,1]to[5,2,3]', { x: random([2, 1], 7) }, (ops, { x }) => ops.broadcastTo(x!, [5, 2, 3])),
    concat: one('one-twice', { x, b: random([2, 1, 4], 8) }, (ops, { x, b }) => ops.concat([x!, b!, x!], 1)),
    slice: {
      ...one('inside', { x }, (ops, { x }) => ops.slice(x!, [0, 1, 1], [2, 1, 3])),
      ...one('whole', { x }, (ops, { x }) => ops.slice(x!, [0, 0, 0], [2, 3, 4])),
      ...one('tiles', { x }, (ops, { x }) => {
        const [a, b, c] = [
          ops.slice(x!, [0, 0, 0], [2, 1, 4]),
          ops.slice(x!, [0, 1, 0], [2, 1, 4]),
          ops.slice(x!, [0, 2, 0], [2, 1, 4]),
        ];
        return ops.mul(ops.mul(b!, a!), c!);
      }),
      ...one('overlapping', { x }, (ops, { x }) =>
        ops.mul(ops.slice(x!, [0, 0, 0], [2, 2, 4]), ops.slice(x!, [0, 1, 0], [2, 2, 4])),
      ),
    },
    matMul: Object.fromEntries(
      [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ].map(([ta, tb]) => [
        `transposeA=${ta};transposeB=${tb}`,
        {
          tensors: { a: random(ta ? [2, 4, 3] : [2, 3, 4], 9), b: random(tb ? [2, 5, 4] : [2, 4, 5], 10) },
          build: ((ops, { a, b }) => ops.matMul(a!, b!, ta, tb)) as Build,
        },
      ]),
    ),
    sum: {
      ...one('axes=0,2', { x }, (ops, { x }) => ops.sum(x!, [0, 2])),
      ...one('axes=1;keepDims', { x }, (ops, { x }) => ops.sum(x!, [1], true)),
    },
    max: {
      ...one('axes=0,2', { x: apart([2, 3, 4], 11) }, (ops, { x }) => ops.max(x!, [0, 2])),
      ...one('axes=1;keepDims', { x: apart([2, 3, 4], 12) }, (ops, { x }) => ops.max(x!, [1], true)),
      ...tied('ties', { x: tiedRows }, (ops, { x }) => ops.max(x!, [1])),
      ...tied('ties;axes=0,1', { x: tiedRows }, (ops, { x }) => ops.max(x!, [0, 1], true)),
    },
    softmax: one('[3,5]', { x: random([3, 5], 13) }, (ops, { x }) => ops.softmax(x!)),
    cumulativeSum: one('[2,3,4]', { x }, (ops, { x }) => ops.cumulativeSum(x!)),
    gather: one('repeated', { x: random([5, 3], 14), rows: ints([0, 4, 4, 2, 0, 0], [2, 3]) }, (ops, { x, rows }) =>
      ops.gather(x!, rows!),
    ),
    scatterAdd: one('repeated', { rows: ints([0, 4, 4, 2]), x: random([4, 3], 15) }, (ops, { rows, x }) =>
      ops.scatterAdd(rows!, x!, 6),
    ),
    setRows: {
      ...one(
        'out-of-range',
        { x: random([5, 3], 26), rows: ints([4, -1, 0, 5, 2, -7]), values: random([6, 3], 27) },
        (ops, { x, rows, values }) => ops.setRows(x!, rows!, values!),
      ),
      ...one(
        'ranks',
        { x: random([4, 2, 3], 28), rows: ints([3, 1, 9]), values: random([3, 2, 3], 29) },
        (ops, { x, rows, values }) => ops.setRows(x!, rows!, values!),
      ),
      ...one('nothing', { x: random([4], 30), rows: ints([-1]), values: random([1], 31) }, (ops, { x, rows, values }) =>
        ops.setRows(x!, rows!, values!),
      ),
    },
    attention: {
      ...one(
        'causal',
        { q: random([2, 5, 4], 16), k: random([2, 5, 4], 17), v: random([2, 5, 3], 18) },
        (ops, { q, k, v }) => ops.attention(q!, k!, v!, { scale: 0.5, causal: true }),
      ),
      ...one(
        'mask;row-without-column',
        {
          q: random([1, 3, 2], 19),
          k: random([1, 4, 2], 20),
          v: random([1, 4, 2], 21),
          mask: hostTensor([1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0], [3, 4], 'bool'),
        },
        (ops, { q, k, v, mask }) => ops.attention(q!, k!, v!, { scale: 0.7, causal: false }, mask),
      ),
    },
    attentionGradient: one(
      'causal',
      { g: random([2, 4, 3], 31), q: random([2, 4, 4], 32), k: random([2, 4, 4], 33), v: random([2, 4, 3], 34) },
      (ops, { g, q, k, v }) => ops.attentionGradient(g!, q!, k!, v!, { scale: 0.5, causal: true }),
    ),
    // The table is data; no gradient passes to it.
    rotary: {
      ...one('place', { x: random([2, 3, 6], 35) }, (ops, { x }) =>
        ops.rotary(x!, ...tableOf(ops, 3, 6, 4), { width: 4 }),
      ),
      ...one('positions;inverse', { x: random([2, 2, 3, 4], 36) }, (ops, { x }) => {
        const positions = ops.constant(Int32Array.of(4, 0, 2, 1, 1, 3), [2, 3], 'int32');
        return ops.rotary(x!, ...tableOf(ops, 5, 4, 4), { width: 4, inverse: true }, positions);
      }),
    },
    composed: {
      ...one('read-often', { x: positive([3, 4], 22) }, (ops, { x }) => {
        const y = ops.sqrt(ops.mul(x!, x!));
        return ops.add(ops.mul(y, ops.exp(ops.neg(y))), ops.div(x!, y));
      }),
      ...one('unread', { x, unused: random([2, 2], 23) }, (ops, { x }) => ops.neg(x!)),
      ...one('selection', { x: apart([2, 6], 24) }, (ops, { x }) => {
        const rows = ops.add(ops.selectIndices(x!, 3), ops.constant(Int32Array.of(0, 6), [2, 1], 'int32'));
        return ops.sigmoid(ops.gather(ops.reshape(x!, [12]), rows));
      }),
      ...tied('selection;ties', { x: hostTensor([1, 2, 2, 0, 2, 1, 5, 5, 5, 5, 5, 5], [2, 6]) }, (ops, { x }) => {
        const rows = ops.add(ops.selectIndices(x!, 2), ops.constant(Int32Array.of(0, 6), [2, 1], 'int32'));
        return ops.sigmoid(ops.gather(ops.reshape(x!, [12]), rows));
      }),
      // Neighbours at the k-th place differ by one unit in the last place.
      ...tied('selection;at-its-margin', { x: closest([2, 6], 25) }, (ops, { x }) => {
        const rows = ops.add(ops.selectIndices(x!, 3), ops.constant(Int32Array.of(0, 6), [2, 1], 'int32'));
        return ops.sigmoid(ops.gather(ops.reshape(x!, [12]), rows));
      }),
    },
  };
}

/** cos and sin of some angles, [P, d], 1 and 0 beyond the width. */
function tableOf<T>(ops: TensorOps<T>, P: number, d: number, width: number): [T, T] {
  const half = width / 2;
  const all = Array.from({ length: P * d }, (_, i) => i);
  const angle = (i: number) => (i % d < width ? 0.3 + 0.7 * Math.floor(i / d) + 1.1 * ((i % d) % half) : 0);
  const of = (make: (i: number) => number) => ops.constant(Float64Array.from(all, make), [P, d], 'float32');
  return [of((i) => Math.cos(angle(i))), of((i) => (i % d < half ? -1 : 1) * Math.sin(angle(i)))];
}
