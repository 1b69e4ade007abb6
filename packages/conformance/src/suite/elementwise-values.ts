import { constantInt, hostTensor, constantScalar as scalar } from '@mosa-js/core';
import type { ChainSpecs } from './elementwise-spec';
import { random } from './values';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

/** Of numbers that are not: all digits, integers, conditions, what is not finite, and conversions between them. */
export const elementwiseValues = (): ChainSpecs => ({
  'numbers:all-digits': {
    tensors: { x: random([3, 5], 57), n: random([3, 5], 58, 'int32', -99, 99) },
    build: (ops, { x, n }) => {
      const by = (number: number) => ops.neg(ops.mul(x!, scalar(ops, Math.fround(number))));
      const plus = (number: number) => ops.neg(ops.add(n!, constantInt(ops, number)));
      return {
        small: by(1.2345678e-7),
        smallest: by(1.7654321e-30),
        large: by(16777213),
        largest: by(1.2345678e30),
        usual: by(0.123456789),
        above: by(-1234.5678),
        wide: plus(16777217),
        widest: plus(2147483500),
        low: plus(-2147483500),
        lowest: ops.neg(ops.maximum(ops.add(n!, constantInt(ops, 1)), constantInt(ops, -2147483647))),
      };
    },
  },
  'conversions:[7,11]': {
    tensors: {
      x: random([7, 11], 59, 'float32', -9, 9),
      n: random([7, 11], 70, 'int32', -2e9, 2e9),
      bytes: hostTensor(Int32Array.of(256, -65536, 0, 1, -1, 16777216, 512), [7, 1], 'int32'),
      one: hostTensor([0], [1, 1], 'bool'),
    },
    build: (ops, { x, n, bytes, one }) => {
      const truths = ops.not(ops.cast(ops.add(x!, scalar(ops, 0.5)), 'bool'));
      return {
        whole: ops.neg(ops.cast(ops.mul(x!, scalar(ops, 0.5)), 'int32')),
        small: ops.not(ops.cast(ops.mul(x!, scalar(ops, 0.05)), 'bool')),
        floats: ops.neg(ops.cast(ops.maximum(n!, constantInt(ops, -7)), 'float32')),
        bytes: ops.not(ops.cast(ops.neg(bytes!), 'bool')),
        counted: ops.sub(ops.cast(ops.greater(x!, scalar(ops, 0)), 'int32'), constantInt(ops, 16777217)),
        chosen: ops.neg(ops.where(one!, constantInt(ops, 5), ops.neg(n!))),
        literal: ops.neg(ops.where(ops.not(truths), constantInt(ops, 16777217), n!)),
        spread: ops.or(ops.broadcastTo(one!, [2, 7, 11]), ops.not(truths)),
      };
    },
  },
  'one-element:[1]': {
    tensors: {
      x: random([4, 5], 71),
      far: hostTensor([inf], [1]),
      rate: random([1], 72, 'float32', 1, 2),
      other: random([], 73, 'float32', 1, 2),
    },
    build: (ops, { x, far, rate, other }) => {
      const inner = ops.sqrt(ops.exp(ops.neg(rate!)));
      return {
        y: ops.sub(ops.mul(x!, inner), ops.log(ops.add(ops.sigmoid(other!), inner))),
        infinite: ops.maximum(ops.neg(x!), ops.neg(ops.neg(far!))),
        least: ops.neg(ops.minimum(ops.neg(far!), ops.mul(x!, inner))),
      };
    },
  },
  'branches:not-finite': {
    tensors: {
      x: hostTensor([nan, 1, inf, 2, -inf, 3, nan, 4, 5, nan], [2, 5]),
      mask: hostTensor([0, 1, 0, 1, 0, 1, 0, 1, 1, 0], [2, 5], 'bool'),
    },
    build: (ops, { x, mask }) => {
      const twice = ops.mul(x!, scalar(ops, 2));
      return {
        kept: ops.neg(ops.where(mask!, twice, scalar(ops, 7))),
        other: ops.neg(ops.where(ops.not(mask!), scalar(ops, -7), twice)),
        nan: ops.not(ops.isNaN(twice)),
        above: ops.not(ops.greater(twice, scalar(ops, 3))),
        atLeast: ops.not(ops.greaterEqual(twice, scalar(ops, 3))),
        below: ops.not(ops.greater(scalar(ops, 3), twice)),
      };
    },
  },
  'conditions:nan-and-infinity': {
    tensors: {
      x: hostTensor([nan, inf, -inf, 0, -0, 1, -1, 2], [8]),
      y: hostTensor([1, inf, inf, -0, 0, nan, -1, 1], [8]),
      mask: hostTensor([1, 0, 1, 1, 0, 1, 0, 1], [8], 'bool'),
    },
    build: (ops, { x, y, mask }) => {
      const both = ops.and(ops.greaterEqual(x!, y!), ops.not(mask!));
      const either = ops.or(ops.or(both, ops.isNaN(ops.mul(x!, scalar(ops, 2)))), ops.equal(x!, y!));
      return { either, picked: ops.where(either, x!, y!), count: ops.cast(ops.greater(y!, x!), 'int32') };
    },
  },
  'special-values': {
    tensors: {
      x: hostTensor([nan, inf, -inf, 0, -0, 1, -1, 88, -21, -300, 720, -0.5], [12]),
      one: hostTensor(new Float32Array(12).fill(1), [12]),
    },
    build: (ops, { x, one }) => ({
      exp: ops.mul(ops.exp(ops.mul(x!, one!)), scalar(ops, 0.5)),
      log: ops.neg(ops.log(ops.mul(x!, one!))),
      sqrt: ops.mul(ops.sqrt(ops.mul(x!, one!)), scalar(ops, 2)),
      sigmoid: ops.mul(ops.sigmoid(ops.mul(x!, one!)), scalar(ops, 2)),
      below: ops.and(ops.greaterEqual(ops.mul(x!, one!), one!), ops.not(ops.isNaN(one!))),
      truth: ops.not(ops.cast(ops.mul(x!, one!), 'bool')),
      quotient: ops.neg(ops.div(one!, ops.mul(x!, scalar(ops, 2)))),
      minimum: ops.mul(ops.minimum(ops.where(ops.isNaN(x!), one!, x!), one!), scalar(ops, 2)),
    }),
  },
  'integers:below-0': {
    tensors: {
      a: hostTensor([-5, -300, 256, 65536, 0, -256], [6], 'int32'),
      b: hostTensor([-7, -200, -1, 3, -9, 512], [6], 'int32'),
    },
    build: (ops, { a, b }) => {
      const larger = ops.maximum(ops.add(a!, constantInt(ops, 0)), b!);
      return {
        larger: ops.neg(larger),
        smaller: ops.neg(ops.minimum(larger, ops.sub(b!, constantInt(ops, 1)))),
        truth: ops.not(ops.cast(ops.add(a!, constantInt(ops, 0)), 'bool')),
      };
    },
  },
  'integers:above-2^24': {
    tensors: {
      a: hostTensor([16777217, -16777219, 33554433, 7], [4], 'int32'),
      b: hostTensor([1, 3, 5, 9], [4], 'int32'),
    },
    build: (ops, { a, b }) => {
      const sum = ops.sub(ops.add(a!, b!), constantInt(ops, 3));
      return {
        sum: ops.maximum(ops.neg(sum), b!),
        same: ops.equal(ops.add(sum, constantInt(ops, 3)), ops.add(a!, b!)),
        differ: ops.not(
          ops.or(
            ops.equal(sum, ops.add(sum, constantInt(ops, 1))),
            ops.greaterEqual(sum, ops.add(sum, constantInt(ops, 1))),
          ),
        ),
        above: ops.not(ops.greater(ops.add(sum, constantInt(ops, 1)), sum)),
      };
    },
  },
  'modulo:whole-numbers': {
    tensors: { row: hostTensor([0, 1, 17, 508], [4, 1]), column: hostTensor([3, 508, 250, 1], [4]) },
    build: (ops, { row, column }) => {
      const y = ops.mul(row!, column!);
      const quotient = ops.mul(ops.add(y, scalar(ops, 0.5)), scalar(ops, 1 / 509));
      const floor = ops.cast(ops.cast(quotient, 'int32'), 'float32');
      return { kept: ops.greater(scalar(ops, 250), ops.sub(y, ops.mul(floor, scalar(ops, 509)))) };
    },
  },
});
