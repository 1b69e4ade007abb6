import { constantInt, constantScalar, range, sizeOf } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { cutElements, cutRows, fillColumns, right, rounded, throughFloat32, wrong } from './rewrites';

/** Sums, maxima, softmax and running sums that are wrong in length, in number or in where they start. */
export const reductionMutants: readonly Mutant[] = [
  ...[1024, 65536, 524288].map((limit) =>
    wrong(`sum-of-the-first-${limit}-elements`, 'sum', (ops, node, [x]) => {
      const cut = cutElements(ops, x!, limit);
      return cut && right(ops, node, [cut]);
    }),
  ),
  wrong('sum-of-the-first-4096-columns', 'sum', (ops, node, [x]) => {
    const zero = ops.typeOf(x!).dtype === 'float32' ? constantScalar(ops, 0) : constantInt(ops, 0);
    const cut = fillColumns(ops, x!, 4096, zero);
    return cut && right(ops, node, [cut]);
  }),
  wrong('sum-drops-the-last-element', 'sum', (ops, node, [x]) => {
    const size = sizeOf(ops.typeOf(x!).shape);
    return size < 2 ? undefined : right(ops, node, [cutElements(ops, x!, size - 1)!]);
  }),
  wrong('sum-in-half-precision', 'sum', (ops, node, inputs, backend) =>
    node.type.dtype === 'float32' ? rounded(ops, right(ops, node, inputs), 11, backend) : undefined,
  ),
  wrong('sum-int32-through-float32', 'sum', (ops, node, inputs, backend) =>
    node.type.dtype === 'int32' ? throughFloat32(ops, right(ops, node, inputs), backend) : undefined,
  ),
  wrong('sum-results-beyond-65535-are-0', 'sum', (ops, node, inputs) =>
    cutElements(ops, right(ops, node, inputs), 65535),
  ),
  wrong('max-starts-at-0', 'max', (ops, node, inputs) => {
    const zero = node.type.dtype === 'float32' ? constantScalar(ops, 0) : constantInt(ops, 0);
    return ops.maximum(right(ops, node, inputs), zero);
  }),
  ...[1024, 65536].map((limit) =>
    wrong(`max-of-the-first-${limit}-elements`, 'max', (ops, node, [x]) => {
      const cut = cutElements(ops, x!, limit);
      const isFloat = node.type.dtype === 'float32';
      const low = isFloat ? constantScalar(ops, -3.4028234663852886e38) : constantInt(ops, -2147483648);
      return cut && right(ops, node, [ops.where(lateOf(ops, x!, limit), low, x!)]);
    }),
  ),
  wrong('max-results-beyond-65535-are-0', 'max', (ops, node, inputs) =>
    cutElements(ops, right(ops, node, inputs), 65535),
  ),
  wrong('max-int32-through-float32', 'max', (ops, node, inputs, backend) =>
    node.type.dtype === 'int32' ? throughFloat32(ops, right(ops, node, inputs), backend) : undefined,
  ),
  wrong('softmax-overflows', 'softmax', (ops, _, [x]) => {
    const powers = ops.exp(x!);
    return ops.div(powers, ops.sum(powers, [-1], true));
  }),
  ...[64, 1024].map((limit) =>
    wrong(`softmax-by-the-maximum-of-${limit}-columns`, 'softmax', (ops, _, [x]) => {
      const cut = fillColumns(ops, x!, limit, constantScalar(ops, -3.4028234663852886e38));
      if (!cut) return undefined;
      const powers = ops.exp(ops.sub(x!, ops.max(cut, [-1], true)));
      return ops.div(powers, ops.sum(powers, [-1], true));
    }),
  ),
  wrong('softmax-by-a-maximum-of-at-least-0', 'softmax', (ops, _, [x]) => {
    const largest = ops.maximum(ops.max(x!, [-1], true), constantScalar(ops, 0));
    const powers = ops.exp(ops.sub(x!, largest));
    return ops.div(powers, ops.sum(powers, [-1], true));
  }),
  wrong('softmax-of-the-first-2048-columns', 'softmax', (ops, _, [x]) => {
    const cut = fillColumns(ops, x!, 2048, constantScalar(ops, -1e30));
    return cut && ops.softmax(cut);
  }),
  wrong('softmax-rows-beyond-65535-are-0', 'softmax', (ops, node, inputs) =>
    cutRows(ops, right(ops, node, inputs), 65535),
  ),
  wrong('softmax-last-element-of-many-rows', 'softmax', (ops, node, inputs) => {
    const { shape } = node.type;
    const size = sizeOf(shape);
    return size / shape.at(-1)! <= 65535 ? undefined : cutElements(ops, right(ops, node, inputs), size - 1);
  }),
  wrong('softmax-in-half-precision', 'softmax', (ops, node, inputs, backend) =>
    rounded(ops, right(ops, node, inputs), 11, backend),
  ),
  wrong('running-sum-exclusive', 'cumulativeSum', (ops, _, [x]) => ops.sub(ops.cumulativeSum(x!), x!)),
  ...[256, 65536].map((block) =>
    wrong(`running-sum-carry-lost-at-${block}`, 'cumulativeSum', (ops, node, [x]) => {
      const { shape, dtype } = node.type;
      const n = shape.at(-1)!;
      if (n <= block) return undefined;
      const y = ops.cumulativeSum(x!);
      const begin = shape.map((_, axis) => (axis === shape.length - 1 ? block - 1 : 0));
      const carry = ops.slice(y, begin, [...shape.slice(0, -1), 1]);
      const isLate = ops.greaterEqual(range(ops, n), constantInt(ops, block));
      const zero = dtype === 'float32' ? constantScalar(ops, 0) : constantInt(ops, 0);
      return ops.sub(y, ops.where(isLate, carry, zero));
    }),
  ),
  wrong('running-sum-int32-through-float32', 'cumulativeSum', (ops, node, inputs, backend) =>
    node.type.dtype === 'int32' ? throughFloat32(ops, right(ops, node, inputs), backend) : undefined,
  ),
  wrong('running-sum-in-half-precision', 'cumulativeSum', (ops, node, inputs, backend) =>
    node.type.dtype === 'float32' ? rounded(ops, right(ops, node, inputs), 11, backend) : undefined,
  ),
  wrong('running-sum-rows-beyond-65535-are-0', 'cumulativeSum', (ops, node, inputs) =>
    cutRows(ops, right(ops, node, inputs), 65535),
  ),
];

/** bool of x's shape: true from that element on, counted along the flattened tensor. */
function lateOf(ops: Parameters<typeof right>[0], x: Parameters<typeof right>[2][number], limit: number) {
  const { shape } = ops.typeOf(x);
  return ops.constant(
    Uint8Array.from({ length: sizeOf(shape) }, (_, i) => Number(i >= limit)),
    shape,
    'bool',
  );
}
