import { constantInt, constantScalar, range, type Traced } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { cutColumns, cutRows, fillColumns, type Ops, right, rounded, wrong } from './rewrites';

const lowest = -3.4028234663852886e38;

/** topK and select that are wrong in long rows, many rows, long results, ties and last bits. */
export const rankingMutants: readonly Mutant[] = [
  ...[1024, 2048, 65536].map((limit) =>
    wrong(`topK-of-the-first-${limit}-columns`, 'topK', (ops, { attributes }, [x]) => {
      const cut = fillColumns(ops, x!, limit, constantScalar(ops, lowest));
      return cut && ops.topK(cut, attributes.k);
    }),
  ),
  ...[1024, 2048, 65536].map((limit) =>
    wrong(`select-of-the-first-${limit}-columns`, 'select', (ops, { attributes }, [logits, valid]) => {
      const cut = fillColumns(ops, logits!, limit, constantScalar(ops, Number.NEGATIVE_INFINITY));
      return cut && ops.select(cut, attributes.k, valid);
    }),
  ),
  wrong('topK-slots-beyond-256-are-0', 'topK', (ops, node, inputs) => cutColumns(ops, right(ops, node, inputs), 256)),
  wrong('select-slots-beyond-256-are-0', 'select', (ops, node, inputs) =>
    cutColumns(ops, right(ops, node, inputs), 256),
  ),
  wrong('topK-rows-beyond-65535-are-0', 'topK', (ops, node, inputs) => cutRows(ops, right(ops, node, inputs), 65535)),
  wrong('select-rows-beyond-65535-are-0', 'select', (ops, node, inputs) =>
    cutRows(ops, right(ops, node, inputs), 65535),
  ),
  wrong('topK-of-negatives-starts-at-0', 'topK', (ops, node, inputs) =>
    ops.maximum(right(ops, node, inputs), constantScalar(ops, 0)),
  ),
  wrong('topK-ignores-last-bits', 'topK', (ops, { attributes }, [x], backend) =>
    ops.topK(rounded(ops, x!, 20, backend), attributes.k),
  ),
  wrong('select-ignores-last-bits', 'select', (ops, { attributes }, [logits, valid], backend) => {
    const coarse = rounded(ops, logits!, 20, backend);
    return ops.select(ops.where(ops.isNaN(coarse), logits!, coarse), attributes.k, valid);
  }),
  wrong('select-prefers-ties-from-position-1024-on', 'select', (ops, { attributes }, [logits, valid]) => {
    const { shape } = ops.typeOf(logits!);
    const n = shape.at(-1)!;
    if (n <= 1024 || valid || attributes.k === n) return undefined;
    const part = (from: number, to: number) =>
      ops.slice(
        logits!,
        shape.map((_, axis) => (axis === shape.length - 1 ? from : 0)),
        [...shape.slice(0, -1), to - from],
      );
    const picked = ops.select(ops.concat([part(1024, n), part(0, 1024)], -1), attributes.k);
    const isLate = ops.greater(constantInt(ops, n - 1024), picked);
    const back = ops.where(
      isLate,
      ops.add(picked, constantInt(ops, 1024)),
      ops.sub(picked, constantInt(ops, n - 1024)),
    );
    return ascending(ops, back);
  }),
  wrong('select-ignores-valid-of-rank-3', 'select', (ops, { attributes }, [logits, valid]) => {
    const shape = valid && ops.typeOf(valid).shape;
    return shape && shape.length === 3 && shape[1] === 1 ? ops.select(logits!, attributes.k) : undefined;
  }),
  wrong('select-ignores-valid-of-one-row', 'select', (ops, { attributes }, [logits, valid]) => {
    const shape = valid && ops.typeOf(valid).shape;
    return shape && shape.length === 1 ? ops.select(logits!, attributes.k) : undefined;
  }),
  wrong('select-ignores-valid-of-one-column', 'select', (ops, { attributes }, [logits, valid]) => {
    const shape = valid && ops.typeOf(valid).shape;
    return shape && shape.at(-1) === 1 && shape.length > 1 ? ops.select(logits!, attributes.k) : undefined;
  }),
  wrong('select-valid-of-the-first-row-only', 'select', (ops, { attributes }, [logits, valid]) => {
    const shape = valid && ops.typeOf(valid).shape;
    if (!shape || shape.length < 2 || shape.slice(0, -1).every((size) => size === 1)) return undefined;
    const first = ops.slice(
      valid,
      shape.map(() => 0),
      shape.map((size, axis) => (axis === shape.length - 1 ? size : 1)),
    );
    return ops.select(logits!, attributes.k, first);
  }),
];

/** Positions below 2^24 in rising order. */
function ascending(ops: Ops, positions: Traced): Traced {
  const k = ops.typeOf(positions).shape.at(-1)!;
  const falling = ops.topK(ops.neg(ops.cast(positions, 'float32')), k);
  return ops.cast(ops.neg(falling), 'int32');
}

/** Ways to select wrongly whatever the size. */
export const selectionMutants: readonly Mutant[] = [
  wrong('ties-to-higher-position', 'select', (ops, { attributes }, [logits, valid]) => {
    const { shape } = ops.typeOf(logits!);
    const wide = valid && reversed(ops, ops.broadcastTo(valid, shape));
    const turned = reversed(ops, ops.select(reversed(ops, logits!), attributes.k, wide));
    return ops.sub(constantInt(ops, shape.at(-1)! - 1), turned);
  }),
  wrong('position-off-by-one', 'select', (ops, { attributes }, [logits, valid]) => {
    const n = ops.typeOf(logits!).shape.at(-1)!;
    const next = ops.add(ops.select(logits!, attributes.k, valid), constantInt(ops, 1));
    return ops.where(ops.equal(next, constantInt(ops, n)), constantInt(ops, 0), next);
  }),
  wrong('positions-descending', 'select', (ops, { attributes }, [logits, valid]) =>
    reversed(ops, ops.select(logits!, attributes.k, valid)),
  ),
  wrong('a-position-twice', 'select', (ops, { attributes }, [logits, valid]) => {
    if (attributes.k < 2) return undefined;
    const picked = ops.select(logits!, attributes.k, valid);
    const { shape } = ops.typeOf(picked);
    const begin = shape.map(() => 0);
    const firsts = (count: number) => ops.slice(picked, begin, [...shape.slice(0, -1), count]);
    return ops.concat([firsts(1), firsts(attributes.k - 1)], -1);
  }),
  wrong('padding-is-selected', 'select', (ops, { attributes }, [logits, valid]) =>
    valid ? ops.select(logits!, attributes.k) : undefined,
  ),
  wrong('nan-is-selected-first', 'select', (ops, { attributes }, [logits, valid]) => {
    const first = ops.where(ops.isNaN(logits!), constantScalar(ops, Number.POSITIVE_INFINITY), logits!);
    return ops.select(first, attributes.k, valid);
  }),
  wrong('minus-infinity-is-position-minus-1', 'select', (ops, { attributes, type }, [logits, valid]) => {
    const { shape } = ops.typeOf(logits!);
    const n = shape.at(-1)!;
    const rows = shape.reduce((a, b) => a * b, 1) / n;
    const picked = ops.reshape(ops.select(logits!, attributes.k, valid), [rows, attributes.k]);
    const start = ops.constant(
      Int32Array.from({ length: rows }, (_, row) => row * n),
      [rows, 1],
      'int32',
    );
    const value = ops.gather(ops.reshape(logits!, [rows * n]), ops.add(picked, start));
    const isLowest = ops.greater(constantScalar(ops, lowest), value);
    return ops.reshape(ops.where(isLowest, constantInt(ops, -1), picked), type.shape);
  }),
  wrong('the-first-k-positions', 'select', (ops, { attributes, type }) =>
    ops.broadcastTo(range(ops, attributes.k), type.shape),
  ),
];

/** The last axis backwards. */
function reversed(ops: Ops, x: Traced): Traced {
  const { shape } = ops.typeOf(x);
  const n = shape.at(-1)!;
  const rows = shape.reduce((a, b) => a * b, 1) / n;
  const backwards = ops.constant(
    Int32Array.from({ length: n }, (_, i) => n - 1 - i),
    [n],
    'int32',
  );
  const columns = ops.gather(ops.transpose(ops.reshape(x, [rows, n]), [1, 0]), backwards);
  return ops.reshape(ops.transpose(columns, [1, 0]), shape);
}
