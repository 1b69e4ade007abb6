import { constantInt, constantScalar, sizeOf, type Traced } from '@mosa-js/core';
import type { OpAttributes } from '@mosa-js/core/adapter';
import { isFiniteNumber } from '../suite/finite';
import type { Mutant } from './mutant';
import { cutRows, fillColumns, type Ops, right, rounded, wrong } from './rewrites';

type Inputs = readonly Traced[];

/** Attention that is wrong where something is hidden, in size, or in how it exponentiates. */
export const attentionMutants: readonly Mutant[] = [
  wrong('attention-not-causal', 'attention', (ops, { attributes }, [q, k, v, mask]) =>
    attributes.causal ? ops.attention(q!, k!, v!, { ...attributes, causal: false }, mask) : undefined,
  ),
  wrong('attention-sees-padding', 'attention', (ops, { attributes }, [q, k, v, mask]) =>
    mask ? ops.attention(q!, k!, v!, attributes) : undefined,
  ),
  wrong('attention-not-scaled', 'attention', (ops, { attributes }, [q, k, v, mask]) =>
    ops.attention(q!, k!, v!, { ...attributes, scale: 1 }, mask),
  ),
  wrong('attention-masks-after-softmax', 'attention', (ops, { attributes }, inputs) => {
    const visible = visibleOf(ops, inputs, attributes);
    if (!visible) return undefined;
    const weights = ops.where(visible, ops.softmax(scoresOf(ops, inputs, attributes)), constantScalar(ops, 0));
    return ops.matMul(weights, inputs[2]!);
  }),
  wrong('attention-values-times-0-where-hidden', 'attention', (ops, { attributes }, inputs) => {
    const visible = visibleOf(ops, inputs, attributes);
    if (!visible) return undefined;
    const scores = ops.where(visible, scoresOf(ops, inputs, attributes), constantScalar(ops, -1e30));
    return ops.matMul(ops.where(visible, ops.softmax(scores), constantScalar(ops, 0)), inputs[2]!);
  }),
  wrong('attention-values-that-are-not-finite-are-0', 'attention', (ops, node, [q, k, v, mask]) => {
    const cleaned = ops.where(isFiniteNumber(ops, v!), v!, constantScalar(ops, 0));
    return ops.attention(q!, k!, cleaned, node.attributes, mask);
  }),
  wrong('attention-maximum-of-hidden-columns', 'attention', (ops, { attributes }, inputs) => {
    const visible = visibleOf(ops, inputs, attributes);
    if (!visible) return undefined;
    const scores = scoresOf(ops, inputs, attributes);
    const powers = ops.where(visible, ops.exp(ops.sub(scores, ops.max(scores, [-1], true))), constantScalar(ops, 0));
    return ops.matMul(normalised(ops, powers), inputs[2]!);
  }),
  wrong('attention-without-maximum', 'attention', (ops, { attributes }, inputs) => {
    const visible = visibleOf(ops, inputs, attributes);
    const powers = ops.exp(scoresOf(ops, inputs, attributes));
    const seen = visible ? ops.where(visible, powers, constantScalar(ops, 0)) : powers;
    return ops.matMul(normalised(ops, seen), inputs[2]!);
  }),
  wrong('attention-rows-with-hidden-columns-times-1000', 'attention', (ops, node, inputs) =>
    node.attributes.causal && inputs[3]
      ? changedRows(ops, node.attributes, inputs, right(ops, node, inputs), (y) =>
          ops.mul(y, constantScalar(ops, 1000)),
        )
      : undefined,
  ),
  wrong('attention-causal-rows-times-1000', 'attention', (ops, node, inputs) =>
    node.attributes.causal && !inputs[3]
      ? changedRows(ops, node.attributes, inputs, right(ops, node, inputs), (y) =>
          ops.mul(y, constantScalar(ops, 1000)),
        )
      : undefined,
  ),
  wrong('attention-masked-rows-times-1000', 'attention', (ops, node, inputs) =>
    !node.attributes.causal && inputs[3]
      ? changedRows(ops, node.attributes, inputs, right(ops, node, inputs), (y) =>
          ops.mul(y, constantScalar(ops, 1000)),
        )
      : undefined,
  ),
  wrong('attention-rows-with-hidden-columns-in-half-precision', 'attention', (ops, node, inputs, backend) =>
    changedRows(ops, node.attributes, inputs, right(ops, node, inputs), (y) => rounded(ops, y, 11, backend)),
  ),
  wrong('attention-in-half-precision', 'attention', (ops, { attributes }, [q, k, v, mask], backend) => {
    const half = (x: Traced) => rounded(ops, x, 11, backend);
    return ops.attention(half(q!), half(k!), half(v!), attributes, mask);
  }),
  wrong('attention-all-rows-but-the-last-are-12345', 'attention', (ops, node, inputs) => {
    const { shape } = node.type;
    const rows = shape.at(-2)!;
    const isLast = ops.constant(
      Uint8Array.from({ length: rows }, (_, i) => Number(i === rows - 1)),
      [rows, 1],
      'bool',
    );
    return rows === 1 ? undefined : ops.where(isLast, right(ops, node, inputs), constantScalar(ops, 12345));
  }),
  wrong('attention-sees-one-column-ahead', 'attention', (ops, { attributes, type }, inputs) => {
    if (!attributes.causal || type.shape.at(-2)! < 3) return undefined;
    const ahead = aheadMask(ops, type.shape.at(-2)!);
    const mask = inputs[3] ? ops.and(ahead, inputs[3]) : ahead;
    return ops.attention(inputs[0]!, inputs[1]!, inputs[2]!, { ...attributes, causal: false }, mask);
  }),
  wrong('attention-mask-of-the-first-batch', 'attention', (ops, { attributes }, [q, k, v, mask]) => {
    const shape = mask && ops.typeOf(mask).shape;
    if (!shape || shape.length < 3 || shape[0] === 1) return undefined;
    const first = ops.slice(
      mask,
      shape.map(() => 0),
      [1, ...shape.slice(1)],
    );
    return ops.attention(q!, k!, v!, attributes, first);
  }),
  wrong('attention-rows-beyond-64-are-0', 'attention', (ops, node, inputs) => {
    const rows = node.type.shape.at(-2)!;
    return rows <= 64
      ? undefined
      : ops.mul(
          right(ops, node, inputs),
          rowFactor(ops, rows, (i) => (i < 64 ? 1 : 0)),
        );
  }),
  wrong('attention-keys-beyond-128-are-hidden', 'attention', (ops, { attributes }, inputs) => {
    const scores = scoresOf(ops, inputs, attributes);
    const visible = visibleOf(ops, inputs, attributes);
    const seen = visible ? ops.where(visible, scores, constantScalar(ops, -1e30)) : scores;
    const cut = fillColumns(ops, seen, 128, constantScalar(ops, -1e30));
    return cut && ops.matMul(ops.softmax(cut), inputs[2]!);
  }),
  wrong('attention-batches-beyond-64-are-0', 'attention', (ops, node, inputs) => {
    const { shape } = node.type;
    const y = right(ops, node, inputs);
    return cutRows(ops, y, 64 * shape.at(-2)!);
  }),
  wrong('attention-row-that-sees-nothing-gives-a-mean', 'attention', (ops, { attributes }, inputs) => {
    const visible = visibleOf(ops, inputs, attributes);
    if (!visible || !inputs[3]) return undefined;
    const scores = ops.where(visible, scoresOf(ops, inputs, attributes), constantScalar(ops, -1e30));
    return ops.matMul(ops.softmax(scores), inputs[2]!);
  }),
];

function scoresOf(ops: Ops, [q, k]: Inputs, { scale }: OpAttributes['attention']): Traced {
  return ops.matMul(ops.mul(q!, constantScalar(ops, scale)), k!, false, true);
}

function visibleOf(ops: Ops, [q, k, , mask]: Inputs, { causal }: OpAttributes['attention']): Traced | undefined {
  const [M, N] = [ops.typeOf(q!).shape.at(-2)!, ops.typeOf(k!).shape.at(-2)!];
  const triangle = Uint8Array.from({ length: M * N }, (_, i) => Number(i % N <= Math.floor(i / N)));
  const own = causal ? ops.constant(triangle, [M, N], 'bool') : undefined;
  if (!own || !mask) return own ?? mask;
  return ops.and(own, mask);
}

function aheadMask(ops: Ops, n: number): Traced {
  const visible = Uint8Array.from({ length: n * n }, (_, i) => Number(i % n <= Math.floor(i / n) + 1));
  return ops.constant(visible, [n, n], 'bool');
}

function normalised(ops: Ops, powers: Traced): Traced {
  return ops.div(powers, ops.sum(powers, [-1], true));
}

function rowFactor(ops: Ops, rows: number, factor: (row: number) => number): Traced {
  return ops.constant(
    Float32Array.from({ length: rows }, (_, i) => factor(i)),
    [rows, 1],
    'float32',
  );
}

/** The rows with a hidden column changed, and the others as they are; undefined where nothing is hidden. */
function changedRows(
  ops: Ops,
  attributes: OpAttributes['attention'],
  inputs: Inputs,
  y: Traced,
  change: (y: Traced) => Traced,
): Traced | undefined {
  const visible = visibleOf(ops, inputs, attributes);
  if (!visible) return undefined;
  const { shape } = ops.typeOf(visible);
  const all = sizeOf(shape) === 0 ? visible : ops.cast(ops.not(visible), 'int32');
  const hidden = ops.max(all, [-1], true); // [..., M, 1], 1 where a column is hidden
  return ops.where(ops.greater(hidden, constantInt(ops, 0)), change(y), y);
}
