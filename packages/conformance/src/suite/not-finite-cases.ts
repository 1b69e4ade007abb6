import {
  type AttentionConfig,
  attentionLayer,
  type HostTensor,
  hostTensor,
  type Shape,
  type TensorOps,
  type Traced,
} from '@mosa-js/core';
import { isFiniteNumber } from './finite';
import { type GraphCase, graphCase } from './graph-case';
import { layerTensors } from './layer-spec';
import { random } from './values';

type Ops = TensorOps<Traced>;

const fills = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** What is not finite reaches the rows that see it, and no row that it is hidden from. */
export function notFiniteCases(): GraphCase[] {
  return [
    ...fills.map((fill) => attentionCase(fill, [2, 9, 4], 4)),
    ...fills.map((fill) => attentionCase(fill, [2, 70, 8], 5)),
    ...fills.map(layersCase),
  ];
}

/** One element that is not finite in the second of two sequences, at position p and in the last column. */
function attentionCase(fill: number, shape: Shape, e: number): GraphCase {
  const [, n, d] = shape as [number, number, number];
  const p = n - 3;
  const withFill = (width: number, seed: number) => {
    const x = random([2, n, width], seed);
    x.data[(n + p) * width + width - 1] = fill;
    return x;
  };
  const hidesP = (i: number) => Number(i % n !== p);
  return graphCase(
    `attention/not-finite:${fill};q=[${shape}];e=${e}`,
    () => ({
      q: random(shape, 1),
      k: random(shape, 2),
      v: random([2, n, e], 3),
      badQ: withFill(d, 4),
      badK: withFill(d, 5),
      badV: withFill(e, 6),
      keys: mask([1, n], hidesP),
      rows: mask([n, n], (i) => (Math.floor(i / n) % 2 === 0 ? hidesP(i) : 1)),
    }),
    (ops, { q, k, v, badQ, badK, badV, keys, rows }) => {
      const causal = { scale: 0.5, causal: true };
      const full = { scale: 0.5, causal: false };
      const after = [1, p, 0, n - p] as const;
      const badValue = ops.attention(q!, k!, badV!, causal);
      const everyOther = ops.attention(q!, k!, badV!, full, rows!);
      const even = ops.gather(row(ops, everyOther, 1), whole(ops, n, 2, 0));
      const odd = ops.gather(row(ops, everyOther, 1), whole(ops, n, 2, 1));
      return {
        ...before(ops, 'query', ops.attention(badQ!, k!, v!, causal), p),
        queryAfter: box(ops, ops.attention(badQ!, k!, v!, causal), [1, p + 1, 0, n - p - 1]),
        ...before(ops, 'key', ops.attention(q!, badK!, v!, causal), p),
        ...before(ops, 'value', badValue, p),
        valueAfter: notFinite(ops, lastColumn(ops, box(ops, badValue, after))),
        hiddenFromAll: ops.attention(q!, badK!, badV!, full, keys!),
        hiddenFromAllCausal: ops.attention(q!, badK!, badV!, causal, keys!),
        hiddenFromEven: even,
        seenByOdd: notFinite(ops, lastColumn(ops, odd)),
      };
    },
    { alone: true },
  );
}

/** A token that is not finite, near the end of the second of two sequences, in heads of every kind. */
function layersCase(fill: number): GraphCase {
  const sizes = { dModel: 12, dHead: 6, heads: 2 } as const;
  const [T, p] = [20, 17];
  // Where every token is selected, it is seen by all after it.
  const kinds: Readonly<Record<string, AttentionConfig>> = {
    dense: { kind: 'dense', ...sizes },
    local: { kind: 'local', ...sizes, window: 4 },
    fixed: { kind: 'fixed', ...sizes, sparsity: 1 },
    mosa: { kind: 'mosa', ...sizes, sparsity: 4 },
    'mosa-of-all': { kind: 'mosa', ...sizes, sparsity: 1 },
    routing: { kind: 'routing', ...sizes, sparsity: 4 },
    sum: {
      kind: 'sum',
      parts: { mosa: { kind: 'mosa', ...sizes, sparsity: 1 }, other: { kind: 'local', ...sizes, window: 3 } },
    },
  };
  const seesIt = ['dense', 'local', 'fixed', 'mosa-of-all', 'sum'];
  const weightsOf = (name: string, i: number) =>
    Object.entries(layerTensors({ id: name, config: kinds[name]!, B: 2, T, seed: 3 * i + 1 }).weights);
  return graphCase(
    `layers/not-finite:${fill}`,
    () => {
      const x = random([2, T, sizes.dModel], 11, 'float32', -1.5, 1.5);
      x.data.fill(fill, (T + p) * sizes.dModel, (T + p + 1) * sizes.dModel);
      const weights = Object.keys(kinds).flatMap((name, i) =>
        weightsOf(name, i).map(([key, tensor]) => [`${name}/${key}`, tensor] as const),
      );
      return { x, ...Object.fromEntries(weights) };
    },
    (ops, { x, ...weights }) =>
      Object.assign(
        {},
        ...Object.entries(kinds).map(([name, config]) => {
          const own = Object.entries(weights).filter(([key]) => key.startsWith(`${name}/`));
          const { y } = attentionLayer(
            ops,
            x!,
            Object.fromEntries(own.map(([key, weight]) => [key.slice(name.length + 1), weight])),
            config,
          );
          const seen = seesIt.includes(name) ? { [`${name};after`]: notFinite(ops, box(ops, y, [1, p, 0, 1])) } : {};
          return { ...before(ops, name, y, p), ...seen };
        }),
      ) as Record<string, Traced>,
  );
}

/** The sequence that is finite, and the rows of the other one before position p. */
function before(ops: Ops, name: string, y: Traced, p: number): Record<string, Traced> {
  const [, n] = ops.typeOf(y).shape as [number, number, number];
  return { [`${name};other`]: box(ops, y, [0, 0, 0, n]), [`${name};before`]: box(ops, y, [1, 0, 0, p]) };
}

/** Some rows of one sequence: [1, count, width]. */
function box(ops: Ops, y: Traced, [b, from, column, count]: readonly [number, number, number, number]): Traced {
  return ops.slice(y, [b, from, column], [1, count, ops.typeOf(y).shape[2]!]);
}

function row(ops: Ops, y: Traced, b: number): Traced {
  const [, n, width] = ops.typeOf(y).shape as [number, number, number];
  return ops.reshape(box(ops, y, [b, 0, 0, n]), [n, width]);
}

function lastColumn(ops: Ops, y: Traced): Traced {
  const { shape } = ops.typeOf(y);
  const begin = shape.map((size, axis) => (axis === shape.length - 1 ? size - 1 : 0));
  return ops.slice(y, begin, [...shape.slice(0, -1), 1]);
}

/** int32: from, from + step, … below n. */
function whole(ops: Ops, n: number, step: number, from: number): Traced {
  const numbers = Int32Array.from({ length: Math.ceil((n - from) / step) }, (_, i) => from + i * step);
  return ops.constant(numbers, [numbers.length], 'int32');
}

function notFinite(ops: Ops, y: Traced): Traced {
  return ops.not(isFiniteNumber(ops, y));
}

function mask(shape: Shape, bit: (i: number) => number): HostTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return hostTensor(
    Uint8Array.from({ length: size }, (_, i) => bit(i)),
    shape,
    'bool',
  );
}
