import { range, constantScalar as scalar, type TensorOps, type Traced } from '@mosa-js/core';
import type { ConformanceCase } from './case';
import type { ChainSpecs } from './elementwise-spec';
import { graphCase, type Tensors } from './graph-case';
import { random } from './values';

type Ops = TensorOps<Traced>;

/** x · sigmoid(1.596 (x + 0.0447 x³)) */
function gelu(ops: Ops, x: Traced): Traced {
  const cube = ops.mul(scalar(ops, 0.044715), ops.mul(x, ops.mul(x, x)));
  return ops.mul(x, ops.sigmoid(ops.mul(scalar(ops, 1.595769), ops.add(x, cube))));
}

/** One graph of several: products of these sizes, scaled by row and by column, and added to something of their own size. */
const sizes = (list: readonly (readonly [rows: number, inner: number, columns: number])[]): ChainSpecs[string] => ({
  tensors: Object.fromEntries(
    list.flatMap(([rows, inner, columns], i): [string, Tensors[string]][] => [
      [`a${i}`, random([rows, inner], 10 * i)],
      [`b${i}`, random([inner, columns], 10 * i + 1)],
      [`row${i}`, random([columns], 10 * i + 2)],
      [`column${i}`, random([rows, 1], 10 * i + 3)],
      [`x${i}`, random([rows, columns], 10 * i + 4)],
    ]),
  ),
  build: (ops, inputs) =>
    Object.fromEntries(
      list.map((size, i) => {
        const given = (name: string) => inputs[`${name}${i}`]!;
        const scaled = ops.mul(ops.mul(ops.matMul(given('a'), given('b')), given('row')), given('column'));
        return [size.join(' × '), ops.sub(given('x'), scaled)];
      }),
    ),
});

/** Matrix products with elementwise ops after them, which a backend may run as one. */
const specs = (): ChainSpecs => ({
  few: sizes([
    [1, 1, 1],
    [1, 7, 5],
    [7, 11, 13],
    [4, 3, 8],
  ]),
  'edges-of-tiles': sizes([[33, 17, 35]]),
  'vectors-in-tiles': sizes([[36, 20, 36]]),
  'long-sums': sizes([
    [3, 259, 5],
    [2, 300, 4],
    [3, 16641, 5],
    [40, 600, 36],
  ]),
  'transposed-and-batched': {
    tensors: { a: random([2, 3, 5, 5], 1), b: random([2, 3, 5, 5], 2), x: random([3, 1, 5], 3) },
    build: (ops, { a, b, x }) =>
      Object.fromEntries(
        [0, 1, 2, 3].map((i) => {
          const product = ops.matMul(a!, b!, i % 2 === 1, i > 1);
          return [`${i}`, ops.add(ops.mul(product, scalar(ops, 0.5)), x!)];
        }),
      ),
  },
  'feed-forward': {
    tensors: { x: random([2, 3, 8], 4), up: random([12, 8], 5), down: random([8, 12], 6), dy: random([6, 12], 7) },
    build: (ops, { x, up, down, dy }) => {
      const rows = ops.reshape(x!, [6, 8]);
      const hidden = ops.matMul(rows, up!, false, true);
      const out = ops.reshape(ops.matMul(gelu(ops, hidden), down!, false, true), [2, 3, 8]);
      // Its gradient reads what was before it.
      const slope = ops.mul(ops.matMul(dy!, up!), ops.matMul(gelu(ops, ops.neg(hidden)), down!, false, true));
      return { sum: ops.add(x!, out), slope, half: ops.mul(hidden, scalar(ops, 0.5)) };
    },
  },
  'truths-and-several-results': {
    tensors: { a: random([5, 6], 8), b: random([6, 4], 9), mask: random([5, 1], 10, 'bool') },
    build: (ops, { a, b, mask }) => {
      const product = ops.matMul(a!, b!);
      const isHigh = ops.greater(product, scalar(ops, 0.1));
      return {
        product: ops.reshape(product, [20]),
        isHigh,
        kept: ops.where(mask!, product, scalar(ops, -1)),
        count: ops.add(ops.cast(isHigh, 'int32'), ops.reshape(range(ops, 4), [1, 4])),
      };
    },
  },
  'read-by-others': {
    tensors: { a: random([6, 6], 11), b: random([6, 6], 12), long: random([9], 13) },
    build: (ops, { a, b, long }) => {
      const product = ops.matMul(a!, b!);
      const after = ops.add(ops.reshape(ops.mul(ops.reshape(product, [4, 9]), long!), [6, 6]), a!);
      const between = ops.matMul(b!, a!);
      return {
        after,
        turned: ops.transpose(product, [1, 0]),
        both: ops.mul(between, ops.max(between, [0], true)),
        two: ops.sub(ops.matMul(a!, a!), ops.matMul(after, product)),
      };
    },
  },
});

/** Row numbers [E, count]: some rows often, some never, other ones in each batch. */
const rowNumbers = (E: number, count: number, of: number): Tensors[string] => ({
  shape: [E, count],
  dtype: 'int32',
  data: Int32Array.from({ length: E * count }, (_, i) => (7 * i + 2 * Math.floor(i / count)) % of),
});

/** Products of rows that were gathered, which a backend may read where they lie: on each side, each way round. */
const gatheredRows = (): ChainSpecs[string] => ({
  tensors: {
    x: random([9, 36], 1),
    dy: random([9, 20], 2),
    weights: random([3, 36, 20], 3),
    rows: rowNumbers(3, 41, 9),
    others: rowNumbers(3, 41, 8),
  },
  build: (ops, { x, dy, weights, rows, others }) => {
    const picked = ops.gather(x!, rows!); // [3, 41, 36]
    const single = ops.gather(dy!, ops.reshape(rows!, [123])); // [123, 20]
    const gradient = ops.reshape(ops.gather(dy!, ops.reshape(others!, [123])), [3, 41, 20]);
    return {
      'rows · weights': ops.matMul(picked, weights!),
      'rows · weightsᵀ': ops.matMul(gradient, weights!, false, true),
      'rowsᵀ · rows': ops.matMul(picked, gradient, true),
      'rows · rowsᵀ': ops.matMul(picked, ops.gather(x!, others!), false, true),
      'weights · rowsᵀ': ops.matMul(weights!, picked, true, true),
      'one at a time': ops.matMul(ops.reshape(single, [123, 1, 20]), ops.reshape(single, [123, 20, 1])),
    };
  },
});

export function productCases(): ConformanceCase[] {
  const { tensors, build } = gatheredRows();
  return [
    ...Object.entries(specs()).map(([name, spec]) =>
      graphCase(`product/epilogue:${name}`, spec.tensors, spec.build, { alone: true }),
    ),
    graphCase('product/gathered-rows', tensors, build, { alone: true }),
  ];
}
