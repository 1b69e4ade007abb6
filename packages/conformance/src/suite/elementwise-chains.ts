import { constantInt, hostTensor, constantScalar as scalar } from '@mosa-js/core';
import type { ChainSpecs } from './elementwise-spec';
import { random } from './values';

/** Of numbers that are as others: how operands are shaped, shared and repeated, and how many there are. */
export const elementwiseChains = (): ChainSpecs => ({
  'chain:[4,8]': {
    tensors: { x: random([4, 8], 1), y: random([4, 8], 2) },
    build: (ops, { x, y }) => {
      const z = ops.sigmoid(ops.mul(ops.add(x!, y!), scalar(ops, 1.5)));
      return { z: ops.sub(ops.exp(z), ops.div(x!, ops.add(z, scalar(ops, 2)))) };
    },
  },
  'ragged:[3,5]': {
    tensors: { x: random([3, 5], 3), y: random([3, 5], 4) },
    build: (ops, { x, y }) => ({ z: ops.mul(ops.neg(ops.add(x!, y!)), ops.sub(x!, y!)) }),
  },
  'read-twice': {
    tensors: { x: random([4, 6], 5) },
    build: (ops, { x }) => {
      const twice = ops.mul(x!, x!);
      return { a: ops.exp(ops.neg(twice)), b: ops.sum(twice, [1]), c: ops.sqrt(ops.add(twice, scalar(ops, 1))) };
    },
  },
  'inner-value-is-an-output': {
    tensors: { x: random([8], 6) },
    build: (ops, { x }) => {
      const inner = ops.add(x!, scalar(ops, 1));
      return { inner, outer: ops.mul(inner, inner) };
    },
  },
  'rows-and-columns': {
    tensors: { x: random([2, 3, 8], 7), row: random([8], 8), column: random([3, 1], 9), one: random([1, 1], 10) },
    build: (ops, { x, row, column, one }) => ({
      y: ops.add(ops.mul(ops.sub(x!, column!), row!), ops.mul(one!, ops.add(x!, row!))),
    }),
  },
  'rows-of-three': {
    tensors: { x: random([4, 3], 11), row: random([3], 12), column: random([4, 1], 13) },
    build: (ops, { x, row, column }) => ({ y: ops.mul(ops.add(x!, row!), ops.add(x!, column!)) }),
  },
  'reshaped-between': {
    tensors: { x: random([4, 6], 14), wide: random([1, 12], 15), long: random([6], 16) },
    build: (ops, { x, wide, long }) => ({
      y: ops.mul(ops.reshape(ops.add(ops.mul(x!, long!), scalar(ops, 3)), [2, 12]), wide!),
    }),
  },
  'spread-out-of-nothing': {
    tensors: { row: random([4], 17), column: random([3, 1], 18) },
    build: (ops, { row, column }) => {
      const table = ops.mul(ops.broadcastTo(row!, [3, 4]), column!);
      return { y: ops.add(table, ops.exp(table)), total: ops.sum(ops.neg(table), [0, 1]) };
    },
  },
  'scalars-of-scalars': {
    tensors: { x: random([16], 19), rate: hostTensor([0.25], []) },
    build: (ops, { x, rate }) => {
      const share = ops.div(ops.reshape(rate!, []), ops.add(rate!, scalar(ops, 1)));
      return { y: ops.sub(x!, ops.mul(share, x!)), share };
    },
  },
  'of-what-was-transposed': {
    tensors: { x: random([3, 2, 4], 40), mask: random([3, 2, 4], 41, 'bool'), y: random([2, 3, 2, 4], 42) },
    build: (ops, { x, mask, y }) => {
      const turned = ops.transpose(x!, [0, 2, 1]);
      const other = ops.transpose(y!, [0, 2, 3, 1]);
      return {
        greater: ops.greater(turned, scalar(ops, 0)),
        nan: ops.isNaN(ops.transpose(y!, [0, 3, 1, 2])),
        truth: ops.cast(other, 'bool'),
        chosen: ops.where(ops.transpose(mask!, [0, 2, 1]), turned, ops.neg(turned)),
        not: ops.not(ops.transpose(mask!, [2, 0, 1])),
      };
    },
  },
  'many-operands': {
    tensors: Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`x${i}`, random([2, 4], 20 + i)])),
    build: (ops, inputs) => ({ y: Object.values(inputs).reduce((a, b) => ops.add(ops.mul(a, scalar(ops, 0.5)), b)) }),
  },
  'large:[300,257]': {
    tensors: {
      x: random([300, 257], 50),
      n: random([300, 257], 51, 'int32', -2e9, 2e9),
      row: random([257], 52),
      near: random([300, 257], 53, 'int32', 16777215, 16777219),
    },
    build: (ops, { x, n, row, near }) => {
      const positive = ops.greater(ops.mul(x!, scalar(ops, 2)), row!);
      return {
        floats: ops.sub(ops.neg(x!), ops.mul(row!, scalar(ops, 0.5))),
        product: ops.neg(ops.mul(near!, constantInt(ops, 127))),
        integers: ops.neg(ops.where(positive, n!, constantInt(ops, -16777217))),
        truths: ops.not(ops.or(positive, ops.equal(ops.add(near!, constantInt(ops, 1)), constantInt(ops, 16777218)))),
      };
    },
  },
  'long:64-and-more': {
    tensors: { x: random([3, 6], 54), y: random([3, 6], 55), n: random([3, 6], 56, 'int32', -9, 9) },
    build: (ops, { x, y, n }) => {
      let [sum, count] = [x!, n!];
      for (let i = 0; i < 40; i++) {
        sum = ops.add(ops.mul(sum, scalar(ops, i % 2 === 0 ? 0.75 : -0.5)), y!);
        count = ops.sub(ops.maximum(ops.neg(count), n!), constantInt(ops, i));
      }
      return { sum, count };
    },
  },
  'operands:7-to-9': {
    tensors: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`x${i}`, random([3, 7], 60 + i)])),
    build: (ops, inputs) => {
      const all = Object.values(inputs);
      const total = (count: number) => all.slice(0, count).reduce((a, b) => ops.sub(ops.neg(a), b));
      return { seven: total(7), eight: total(8), nine: total(9) };
    },
  },
  // Numbers that a program must write in full.
});
