import { constantInt, constantScalar, range, type Traced } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { cutColumns, cutRows, fillColumns, type Ops, right, rounded, wrong } from './rewrites';

const lowest = -3.4028234663852886e38;

/** topK and select that are wrong in long rows, many rows, long results, ties and last bits. */
export const rankingMutants: readonly Mutant[] = [
  ...[1024, 2048, 65536].map((limit) =>
    wrong(`topK-of-the-first-${limit}-columns`, 'topKValues', (ops, { attributes }, [x]) => {
      const cut = fillColumns(ops, x!, limit, constantScalar(ops, lowest));
      return cut && ops.topKValues(cut, attributes.k);
    }),
  ),
  ...[1024, 2048, 65536].map((limit) =>
    wrong(`select-of-the-first-${limit}-columns`, 'selectIndices', (ops, { attributes }, [logits, valid]) => {
      const cut = fillColumns(ops, logits!, limit, constantScalar(ops, Number.NEGATIVE_INFINITY));
      return cut && ops.selectIndices(cut, attributes.k, valid);
    }),
  ),
  wrong('topK-slots-beyond-256-are-0', 'topKValues', (ops, node, inputs) =>
    cutColumns(ops, right(ops, node, inputs), 256),
  ),
  wrong('select-slots-beyond-256-are-0', 'selectIndices', (ops, node, inputs) =>
    cutColumns(ops, right(ops, node, inputs), 256),
  ),
  wrong('topK-rows-beyond-65535-are-0', 'topKValues', (ops, node, inputs) =>
    cutRows(ops, right(ops, node, inputs), 65535),
  ),
  wrong('select-rows-beyond-65535-are-0', 'selectIndices', (ops, node, inputs) =>
    cutRows(ops, right(ops, node, inputs), 65535),
  ),
  wrong('topK-of-negatives-starts-at-0', 'topKValues', (ops, node, inputs) =>
    ops.maximum(right(ops, node, inputs), constantScalar(ops, 0)),
  ),
  wrong('topK-ignores-last-bits', 'topKValues', (ops, { attributes }, [x], backend) =>
    ops.topKValues(rounded(ops, x!, 20, backend), attributes.k),
  ),
  wrong('select-ignores-last-bits', 'selectIndices', (ops, { attributes }, [logits, valid], backend) => {
    const coarse = rounded(ops, logits!, 20, backend);
    return ops.selectIndices(ops.where(ops.isNaN(coarse), logits!, coarse), attributes.k, valid);
  }),
  wrong('select-prefers-ties-from-position-1024-on', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    const { shape } = ops.typeOf(logits!);
    const n = shape.at(-1)!;
    if (n <= 1024 || valid || attributes.k === n) return undefined;
    const part = (from: number, to: number) =>
      ops.slice(
        logits!,
        shape.map((_, axis) => (axis === shape.length - 1 ? from : 0)),
        [...shape.slice(0, -1), to - from],
      );
    const picked = ops.selectIndices(ops.concat([part(1024, n), part(0, 1024)], -1), attributes.k);
    const isLate = ops.greater(constantInt(ops, n - 1024), picked);
    const back = ops.where(
      isLate,
      ops.add(picked, constantInt(ops, 1024)),
      ops.sub(picked, constantInt(ops, n - 1024)),
    );
    return ascending(ops, back);
  }),
  wrong('select-ignores-valid-of-rank-3', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    const shape = valid && ops.typeOf(valid).shape;
    return shape && shape.length === 3 && shape[1] === 1 ? ops.selectIndices(logits!, attributes.k) : undefined;
  }),
  wrong('select-ignores-valid-of-one-row', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    const shape = valid && ops.typeOf(valid).shape;
    return shape && shape.length === 1 ? ops.selectIndices(logits!, attributes.k) : undefined;
  }),
  wrong('select-ignores-valid-of-one-column', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    const shape = valid && ops.typeOf(valid).shape;
    return shape && shape.at(-1) === 1 && shape.length > 1 ? ops.selectIndices(logits!, attributes.k) : undefined;
  }),
  wrong('select-valid-of-the-first-row-only', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    const shape = valid && ops.typeOf(valid).shape;
    if (!shape || shape.length < 2 || shape.slice(0, -1).every((size) => size === 1)) return undefined;
    const first = ops.slice(
      valid,
      shape.map(() => 0),
      shape.map((size, axis) => (axis === shape.length - 1 ? size : 1)),
    );
    return ops.selectIndices(logits!, attributes.k, first);
  }),
];

/** Positions below 2^24 in rising order. */
function ascending(ops: Ops, positions: Traced): Traced {
  const k = ops.typeOf(positions).shape.at(-1)!;
  const falling = ops.topKValues(ops.neg(ops.cast(positions, 'float32')), k);
  return ops.cast(ops.neg(falling), 'int32');
}

/** Ways to select wrongly whatever the size. */
export const selectionMutants: readonly Mutant[] = [
  wrong('ties-to-higher-position', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    const { shape } = ops.typeOf(logits!);
    const wide = valid && reversed(ops, ops.broadcastTo(valid, shape));
    const turned = reversed(ops, ops.selectIndices(reversed(ops, logits!), attributes.k, wide));
    return ops.sub(constantInt(ops, shape.at(-1)! - 1), turned);
  }),
  wrong('position-off-by-one', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    const n = ops.typeOf(logits!).shape.at(-1)!;
    const next = ops.add(ops.selectIndices(logits!, attributes.k, valid), constantInt(ops, 1));
    return ops.where(ops.equal(next, constantInt(ops, n)), constantInt(ops, 0), next);
  }),
  wrong('positions-descending', 'selectIndices', (ops, { attributes }, [logits, valid]) =>
    reversed(ops, ops.selectIndices(logits!, attributes.k, valid)),
  ),
  wrong('a-position-twice', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    if (attributes.k < 2) return undefined;
    const picked = ops.selectIndices(logits!, attributes.k, valid);
    const { shape } = ops.typeOf(picked);
    const begin = shape.map(() => 0);
    const firsts = (count: number) => ops.slice(picked, begin, [...shape.slice(0, -1), count]);
    return ops.concat([firsts(1), firsts(attributes.k - 1)], -1);
  }),
  wrong('padding-is-selected', 'selectIndices', (ops, { attributes }, [logits, valid]) =>
    valid ? ops.selectIndices(logits!, attributes.k) : undefined,
  ),
  wrong('nan-is-selected-first', 'selectIndices', (ops, { attributes }, [logits, valid]) => {
    const first = ops.where(ops.isNaN(logits!), constantScalar(ops, Number.POSITIVE_INFINITY), logits!);
    return ops.selectIndices(first, attributes.k, valid);
  }),
  wrong('minus-infinity-is-position-minus-1', 'selectIndices', (ops, { attributes, type }, [logits, valid]) => {
    const { shape } = ops.typeOf(logits!);
    const n = shape.at(-1)!;
    const rows = shape.reduce((a, b) => a * b, 1) / n;
    const picked = ops.reshape(ops.selectIndices(logits!, attributes.k, valid), [rows, attributes.k]);
    const start = ops.constant(
      Int32Array.from({ length: rows }, (_, row) => row * n),
      [rows, 1],
      'int32',
    );
    const value = ops.gather(ops.reshape(logits!, [rows * n]), ops.add(picked, start));
    const isLowest = ops.greater(constantScalar(ops, lowest), value);
    return ops.reshape(ops.where(isLowest, constantInt(ops, -1), picked), type.shape);
  }),
  wrong('the-first-k-positions', 'selectIndices', (ops, { attributes, type }) =>
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
