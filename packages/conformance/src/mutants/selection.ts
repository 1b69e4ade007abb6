import { constantInt, constantScalar, type TensorOps, type Traced } from '@mosa-js/core';
import { type Mutant, rewriting } from './mutant';

type Ops = TensorOps<Traced>;

/** Ways to select wrongly. */
export const selectionMutants: readonly Mutant[] = [
  rewriting('ties-to-higher-position', (ops, node, [logits, valid]) => {
    if (node.op !== 'select') return undefined;
    const { shape } = ops.typeOf(logits!);
    const wide = valid && reversed(ops, ops.broadcastTo(valid, shape));
    const turned = reversed(ops, ops.select(reversed(ops, logits!), node.attributes.k, wide));
    return ops.sub(constantInt(ops, shape.at(-1)! - 1), turned);
  }),
  rewriting('position-off-by-one', (ops, node, [logits, valid]) => {
    if (node.op !== 'select') return undefined;
    const n = ops.typeOf(logits!).shape.at(-1)!;
    const next = ops.add(ops.select(logits!, node.attributes.k, valid), constantInt(ops, 1));
    return ops.where(ops.equal(next, constantInt(ops, n)), constantInt(ops, 0), next);
  }),
  rewriting('positions-descending', (ops, node, [logits, valid]) =>
    node.op === 'select' ? reversed(ops, ops.select(logits!, node.attributes.k, valid)) : undefined,
  ),
  rewriting('a-position-twice', (ops, node, [logits, valid]) => {
    if (node.op !== 'select' || node.attributes.k < 2) return undefined;
    const picked = ops.select(logits!, node.attributes.k, valid);
    const { shape } = ops.typeOf(picked);
    const head = shape.map((size, axis) => (axis === shape.length - 1 ? size - 1 : size));
    const begin = shape.map(() => 0);
    const kept = ops.slice(picked, begin, head);
    const one = shape.map((size, axis) => (axis === shape.length - 1 ? 1 : size));
    return ops.concat([ops.slice(picked, begin, one), kept], -1);
  }),
  rewriting('padding-is-selected', (ops, node, [logits]) =>
    node.op === 'select' ? ops.select(logits!, node.attributes.k) : undefined,
  ),
  rewriting('nan-is-selected-first', (ops, node, [logits, valid]) => {
    if (node.op !== 'select') return undefined;
    const first = ops.where(ops.isNaN(logits!), constantScalar(ops, Number.POSITIVE_INFINITY), logits!);
    return ops.select(first, node.attributes.k, valid);
  }),
  rewriting('minus-infinity-is-position-minus-1', (ops, node, [logits, valid]) => {
    if (node.op !== 'select') return undefined;
    const { shape } = ops.typeOf(logits!);
    const n = shape.at(-1)!;
    const rows = shape.reduce((a, b) => a * b, 1) / n;
    const picked = ops.reshape(ops.select(logits!, node.attributes.k, valid), [rows, node.attributes.k]);
    const start = ops.constant(
      Int32Array.from({ length: rows }, (_, row) => row * n),
      [rows, 1],
      'int32',
    );
    const value = ops.gather(ops.reshape(logits!, [rows * n]), ops.add(picked, start));
    const wrong = ops.where(
      ops.greater(constantScalar(ops, -3.4028234663852886e38), value),
      constantInt(ops, -1),
      picked,
    );
    return ops.reshape(wrong, node.type.shape);
  }),
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
