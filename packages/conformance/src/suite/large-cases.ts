import { constantInt, constantScalar, hostTensor, range, type Traced } from '@mosa-js/core';
import type { ConformanceCase } from './case';
import { graphCase } from './graph-case';
import { closest, odd, peaked, random, signs } from './values';

/**
 * Ops of long rows, many rows and many batches in one graph, as training and routing put them together: what an op does
 * with more elements than a dimension of a dispatch or a 16-bit number holds, it must do between others, too.
 */
export function largeCases(): ConformanceCase[] {
  return [
    // Tokens looked up in a long table and their gradients added to it.
    graphCase(
      'large/embedding:[70001,4]',
      () => ({
        table: odd([70001, 4], 1, 99),
        ids: random([9001], 2, 'int32', 0, 70001),
        late: random([9001], 3, 'int32', 65530, 70001),
      }),
      (ops, { table, ids, late }) => {
        const taken = ops.gather(table!, ids!);
        const far = ops.gather(table!, late!);
        return { taken, gradient: ops.scatterAdd(late!, ops.add(taken, far), 70001) };
      },
    ),
    graphCase(
      'large/counts:int32;[70001]',
      () => ({ ids: random([70001], 4, 'int32', 0, 90000), base: random([90000], 5, 'int32', 16777217, 2e9) }),
      (ops, { ids, base }) => {
        const looked = ops.sub(ops.gather(base!, ids!), constantInt(ops, 16777217));
        const counted = ops.scatterAdd(
          ids!,
          ops.reshape(ops.sub(looked, ops.neg(constantInt(ops, 1))), [70001, 1]),
          90000,
        );
        return {
          looked,
          total: ops.sum(ops.cast(ops.greater(looked, constantInt(ops, 0)), 'int32'), [0]),
          counted,
          running: ops.cumulativeSum(ops.cast(ops.greater(counted, constantInt(ops, 0)), 'int32')),
        };
      },
    ),
    graphCase(
      'large/integers:beyond-2^24',
      () => ({ x: random([40, 300], 27, 'int32', -9e6, 9e6) }),
      (ops, { x }) => {
        const far = ops.mul(x!, constantInt(ops, 7));
        return {
          total: ops.neg(ops.sum(far, [1])),
          largest: ops.neg(ops.max(far, [0])),
          running: ops.neg(ops.cumulativeSum(ops.slice(far, [0, 0], [40, 90]))),
        };
      },
    ),
    // Attention of which some rows see nothing, between other ops.
    graphCase(
      'large/attention:[6,40,8]',
      () => ({
        q: random([6, 40, 8], 28),
        k: random([6, 40, 8], 29),
        v: random([6, 40, 5], 30),
        few: random([6, 1, 40], 31, 'bool'),
        none: hostTensor(
          Float32Array.from({ length: 6 * 40 }, (_, i) => Number(i % 7 !== 0)),
          [6, 40, 1],
          'bool',
        ),
      }),
      (ops, { q, k, v, few, none }) => {
        const mask = ops.and(few!, none!);
        const attend = (causal: boolean) => ops.neg(ops.attention(ops.neg(q!), k!, v!, { scale: 0.3, causal }, mask));
        return { causal: attend(true), full: attend(false) };
      },
    ),
    // A loss over many rows.
    graphCase(
      'large/rows:[66001,3]',
      () => ({ logits: random([66001, 3], 6, 'float32', -4, 4), whole: odd([66001, 3], 7, 61) }),
      (ops, { logits, whole }) => ({
        weights: ops.mul(ops.softmax(logits!), constantScalar(ops, 2)),
        totals: ops.neg(ops.sum(whole!, [1])),
        largest: ops.neg(ops.max(whole!, [1])),
        running: ops.neg(ops.cumulativeSum(whole!)),
        best: ops.neg(ops.topKValues(logits!, 2)),
        picked: ops.add(ops.selectIndices(logits!, 2), constantInt(ops, 1)),
        all: ops.neg(ops.sum(whole!, [0, 1])),
      }),
      { large: true },
    ),
    graphCase(
      'large/columns:[2,70002]',
      () => ({
        whole: odd([2, 70002], 8, 99),
        steep: peaked([2, 70002], 9, -9000, -800),
        high: peaked([2, 70002], 12, -9000, 3000),
        near: closest([2, 70002], 10),
      }),
      (ops, { whole, steep, high, near }) => ({
        totals: ops.neg(ops.sum(whole!, [1])),
        largest: ops.neg(ops.max(steep!, [1])),
        weights: ops.mul(ops.softmax(steep!), constantScalar(ops, 2)),
        others: ops.mul(ops.softmax(high!), constantScalar(ops, 2)),
        running: ops.neg(ops.cumulativeSum(whole!)),
        best: ops.neg(ops.topKValues(near!, 300)),
        picked: ops.add(ops.selectIndices(near!, 300), constantInt(ops, 1)),
      }),
      { large: true },
    ),
    // Selections whose k-th place falls among ties far along the row, and masks that are repeated along each axis.
    graphCase(
      'large/selections:[2,3000]',
      () => ({
        tied: hostTensor(
          Float32Array.from({ length: 6000 }, (_, i) => (i % 3000 < 1010 ? -2 : 1)),
          [2, 3000],
        ),
        infinite: hostTensor(
          Float32Array.from({ length: 900 }, (_, i) => (i % 5 === 1 ? (i % 3) - 1 : Number.NEGATIVE_INFINITY)),
          [3, 300],
        ),
        logits: random([3, 4, 40], 33),
        middle: random([3, 1, 40], 34, 'bool'),
        row: random([40], 35, 'bool'),
        column: random([3, 4, 1], 36, 'bool'),
        rows: random([3, 4, 40], 37, 'bool'),
      }),
      (ops, { tied, infinite, logits, middle, row, column, rows }) => {
        const picked = (valid: Traced) => ops.add(ops.selectIndices(ops.neg(logits!), 13, valid), constantInt(ops, 3));
        return {
          tied: ops.add(ops.selectIndices(ops.neg(ops.neg(tied!)), 60), constantInt(ops, 3)),
          infinite: ops.add(ops.selectIndices(infinite!, 100), constantInt(ops, 3)),
          middle: picked(middle!),
          row: picked(row!),
          column: picked(column!),
          rows: picked(rows!),
        };
      },
    ),
    graphCase(
      'large/sum:[3,200003]',
      () => ({ x: odd([3, 200003], 11, 27) }),
      (ops, { x }) => ops.neg(ops.sum(ops.neg(x!), [0, 1])),
    ),
    // Products between other ops: many batches, long sums, long sides.
    graphCase(
      'large/products:batches=66000',
      () => ({ a: odd([66000, 1, 2], 12, 4095), b: signs([66000, 2, 1], 13) }),
      (ops, { a, b }) => ops.neg(ops.matMul(ops.neg(a!), b!)),
    ),
    graphCase(
      'large/products:inner=3000',
      () => ({ a: odd([66, 3000], 14, 4095), b: signs([3000, 70], 15), c: odd([70, 3000], 16, 4095) }),
      (ops, { a, b, c }) => {
        const forward = ops.matMul(a!, b!);
        return { forward: ops.neg(forward), back: ops.neg(ops.matMul(b!, c!, true, true)) };
      },
    ),
    graphCase(
      'large/products:sides=66001',
      () => ({ a: odd([66001, 2], 17, 4095), b: signs([2, 3], 18) }),
      (ops, { a, b }) => ({ tall: ops.neg(ops.matMul(a!, b!)), wide: ops.neg(ops.matMul(b!, a!, true, true)) }),
      { large: true },
    ),
    // Elements in another order and dtype, then used.
    graphCase(
      'large/moves:[260,300]',
      () => ({
        x: random([260, 300], 19, 'int32', -2e9, 2e9),
        y: random([260, 300], 20),
        mask: random([260, 300], 21, 'bool'),
        row: random([300], 22),
      }),
      (ops, { x, y, mask, row }) => {
        const turned = ops.transpose(x!, [1, 0]);
        const both = ops.concat([y!, ops.broadcastTo(row!, [260, 300])], 0);
        return {
          turned: ops.neg(ops.reshape(turned, [260, 300])),
          both: ops.neg(ops.slice(both, [3, 5], [511, 290])),
          chosen: ops.neg(ops.where(mask!, x!, ops.reshape(turned, [260, 300]))),
          floats: ops.where(ops.not(mask!), ops.exp(y!), ops.neg(y!)),
          flipped: ops.not(ops.and(ops.transpose(ops.reshape(mask!, [300, 260]), [1, 0]), mask!)),
          counted: ops.sum(ops.cast(mask!, 'int32'), [0, 1]),
        };
      },
    ),
    // Tensors of ranks 4 and 5, and more operands than a program can bind at once.
    graphCase(
      'large/ranks:4-and-5',
      () => ({
        a: random([2, 1, 3, 1], 23),
        b: random([1, 4, 1, 5], 24),
        c: random([2, 3, 2, 4, 3], 25),
        mask: random([2, 4, 1, 1], 26, 'bool'),
      }),
      (ops, { a, b, c, mask }) => {
        const sum = ops.mul(ops.sub(a!, b!), ops.add(b!, a!));
        const turned = ops.transpose(c!, [4, 2, 0, 3, 1]);
        return {
          sum,
          chosen: ops.neg(ops.where(ops.and(mask!, ops.greater(a!, b!)), a!, b!)),
          turned: ops.neg(ops.slice(turned, [1, 0, 1, 2, 0], [2, 2, 1, 2, 3])),
          parts: ops.neg(ops.slice(sum, [1, 1, 1, 2], [1, 3, 2, 3])),
          taken: ops.neg(ops.gather(c!, ops.constant(Int32Array.of(1, 0, 1), [3], 'int32'))),
        };
      },
    ),
    graphCase(
      'large/operands:20',
      () => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`x${i}`, random([2, 1 + (i % 3)], 30 + i)])),
      (ops, inputs) => {
        const parts = Object.values(inputs);
        const all = ops.concat(parts, 1);
        const mask = ops.concat(
          parts.map((x) => ops.greater(x, constantScalar(ops, 0))),
          1,
        );
        const n = ops.typeOf(all).shape[1]!;
        return {
          all: ops.neg(all),
          mask: ops.not(mask),
          places: ops.add(ops.mul(ops.cast(mask, 'int32'), range(ops, n)), constantInt(ops, 16777217)),
        };
      },
    ),
  ];
}
