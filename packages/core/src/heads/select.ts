import { constantInt, constantScalar, range, steps } from '../ops/constants';
import { largestFloat32 as largest } from '../ops/finite';
import type { TensorOps } from '../ops/interface';

/**
 * The select op from primitives, exact on every backend. Only the k-th largest value is taken from the backend's topK
 * (backends agree on values, not on which of several equal ones they took); who is above it, and which of its equals
 * are still needed, is counted here. Work and memory: O(N) a row.
 */
export function decomposeSelect<T>(ops: TensorOps<T>, logits: T, k: number, valid?: T): T {
  const { shape } = ops.typeOf(logits); // [...S, N]
  const n = shape.at(-1)!;
  const rows = shape.slice(0, -1);
  if (k === n) return ops.broadcastTo(range(ops, n), shape);

  const nan = ops.isNaN(logits); // [...S, N]
  const plusInfinity = ops.greater(logits, constantScalar(ops, largest));
  const minusInfinity = ops.greater(constantScalar(ops, -largest), logits);
  const padding = valid === undefined ? undefined : ops.broadcastTo(ops.not(valid), shape);
  const unordered = ops.or(nan, minusInfinity);
  const replaced = padding === undefined ? unordered : ops.or(unordered, padding);
  const ordered = ops.not(replaced);
  // Backends disagree on how infinities rank, so they are replaced before a backend sees them.
  const keys = ops.where(
    replaced,
    constantScalar(ops, -largest),
    ops.where(plusInfinity, constantScalar(ops, largest), logits),
  );

  const kth = lastColumn(ops, ops.topKValues(keys, k)); // [...S, 1]
  const tied = ops.equal(keys, kth);
  // Best class first; inside a class the lower position is better. Together they are all the candidates, in rank order.
  const live = (kind: T) => (padding === undefined ? kind : ops.and(kind, ops.not(padding)));
  const classes = [
    ops.or(ops.greater(keys, kth), ops.and(tied, live(plusInfinity))), // the two never occur together
    ops.and(tied, ops.and(ordered, ops.not(plusInfinity))),
    ops.and(tied, live(minusInfinity)),
    ops.and(tied, live(nan)),
    ...(padding === undefined ? [] : [ops.and(tied, padding)]),
  ];
  const candidates = ops.concat(classes, -1); // [...S, C·N]
  const rank = ops.cumulativeSum(ops.cast(candidates, 'int32')); // 1-based
  const taken = ops.and(candidates, ops.greaterEqual(constantInt(ops, k), rank));
  const chosen = ops.max(ops.reshape(ops.cast(taken, 'int32'), [...rows, classes.length, n]), [-2]); // [...S, N], k ones a row

  // Positions in ascending order: the i-th chosen one goes to slot i; the others add nothing to a spare slot k.
  const isChosen = ops.greater(chosen, constantInt(ops, 0));
  const slot = ops.where(isChosen, ops.sub(ops.cumulativeSum(chosen), constantInt(ops, 1)), constantInt(ops, k)); // [...S, N]
  const rowCount = rows.reduce((a, b) => a * b, 1);
  const flat = ops.add(slot, steps(ops, [...rows, 1], k + 1));
  const positions = ops.mul(chosen, range(ops, n));
  const slots = ops.scatterAdd(
    ops.reshape(flat, [rowCount * n]),
    ops.reshape(positions, [rowCount * n, 1]),
    rowCount * (k + 1),
  ); // [R·(k + 1), 1]
  return ops.reshape(ops.slice(ops.reshape(slots, [rowCount, k + 1]), [0, 0], [rowCount, k]), [...rows, k]);
}

function lastColumn<T>(ops: TensorOps<T>, x: T): T {
  const { shape } = ops.typeOf(x);
  const last = shape.length - 1;
  return ops.slice(
    x,
    shape.map((size, axis) => (axis === last ? size - 1 : 0)),
    shape.map((size, axis) => (axis === last ? 1 : size)),
  );
}
