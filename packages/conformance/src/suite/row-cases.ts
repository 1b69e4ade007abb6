import { constantInt, hostTensor, range, constantScalar as scalar, type TensorOps, type Traced } from '@mosa-js/core';
import type { ConformanceCase } from './case';
import type { ChainSpecs } from './elementwise-spec';
import { graphCase, type Tensors } from './graph-case';
import { random } from './values';

type Ops = TensorOps<Traced>;

/** (x − mean) ÷ √(mean square + 0.1) · gain, which goes through a row three times. */
function normalised(ops: Ops, x: Traced, gain: Traced): Traced {
  const share = scalar(ops, 1 / ops.typeOf(x).shape.at(-1)!);
  const centred = ops.sub(x, ops.mul(ops.sum(x, [-1], true), share));
  const square = ops.mul(ops.sum(ops.mul(centred, centred), [-1], true), share);
  return ops.mul(ops.div(centred, ops.sqrt(ops.add(square, scalar(ops, 0.1)))), gain);
}

/** One graph of several: rows of these lengths, each of so many. */
const lengths = (shapes: readonly (readonly [rows: number, length: number])[]): ChainSpecs[string] => ({
  tensors: Object.fromEntries(
    shapes.flatMap(([rows, length], i): [string, Tensors[string]][] => [
      [`x${length}`, random([rows, length], 100 + i)],
      [`gain${length}`, random([length], 200 + i, 'float32', 0.5, 1.5)],
    ]),
  ),
  build: (ops, inputs) =>
    Object.fromEntries(
      shapes.map(([, length]) => [
        `${length}`,
        normalised(ops, ops.add(inputs[`x${length}`]!, scalar(ops, 0.25)), inputs[`gain${length}`]!),
      ]),
    ),
});

/** Sums and maxima of rows amid elementwise ops, which a backend may run as one: lengths of rows, and who reads what of them. */
const specs = (): ChainSpecs => ({
  'lengths:short': lengths([2, 3, 4, 5, 8, 31, 36, 63].map((length) => [3, length])),
  'lengths:long': lengths([
    [66, 64],
    [3, 65],
    [2, 257],
    [2, 1028],
  ]),
  'lengths:one-row': lengths([2, 3, 259, 1032].map((length) => [1, length])),
  'what-was-added-is-kept': {
    tensors: { x: random([5, 12], 1), y: random([5, 12], 2), gain: random([12], 3) },
    build: (ops, { x, y, gain }) => {
      const sum = ops.add(x!, y!);
      const total = ops.sum(sum, [-1]);
      return { sum, total, z: normalised(ops, sum, gain!), half: ops.mul(total, scalar(ops, 0.5)) };
    },
  },
  'as-many-rows-as-elements': {
    tensors: { x: random([8, 8], 4), across: random([8], 5), down: random([8, 1], 6) },
    build: (ops, { x, across, down }) => {
      const least = ops.neg(ops.max(ops.neg(x!), [1], true));
      const totals = ops.sum(ops.mul(x!, down!), [1]);
      return {
        a: ops.mul(ops.sub(x!, least), ops.exp(across!)),
        // Totals of rows that come back as a row.
        b: ops.add(x!, ops.mul(totals, across!)),
        c: ops.add(x!, ops.reshape(totals, [8, 1])),
      };
    },
  },
  'cross-entropy': {
    tensors: {
      logits: random([2, 3, 9], 7, 'float32', -4, 4),
      targets: hostTensor([0, 8, 3, -1, 5, 7], [2, 3], 'int32'),
    },
    build: (ops, { logits, targets }) => {
      const shifted = ops.sub(logits!, ops.max(logits!, [-1], true));
      const isTarget = ops.equal(ops.reshape(targets!, [2, 3, 1]), range(ops, 9));
      const chosen = ops.sum(ops.where(isTarget, shifted, scalar(ops, 0)), [-1]);
      const losses = ops.sub(ops.log(ops.sum(ops.exp(shifted), [-1])), chosen);
      return { losses: ops.where(ops.greaterEqual(targets!, constantInt(ops, 0)), losses, scalar(ops, 0)), isTarget };
    },
  },
  'truths-and-integers': {
    tensors: {
      x: random([3, 7], 8, 'int32', -9, 9),
      most: random([3, 1], 9, 'int32', -2, 2),
      mask: random([7], 10, 'bool'),
    },
    build: (ops, { x, most, mask }) => {
      const seen = ops.where(mask!, x!, constantInt(ops, -20));
      const highest = ops.max(seen, [1], true);
      const total = ops.sum(ops.mul(seen, most!), [1]);
      return {
        isHighest: ops.equal(x!, highest),
        isLow: ops.reshape(ops.greater(most!, highest), [3]),
        total,
        rest: ops.sub(ops.reshape(total, [3, 1]), seen),
        share: ops.cast(total, 'float32'),
      };
    },
  },
  'several-axes': {
    tensors: { x: random([3, 2, 5], 11), y: random([3, 1, 5], 12), z: random([3, 1, 1], 13) },
    build: (ops, { x, y, z }) => {
      const all = ops.sum(ops.mul(x!, y!), [1, 2], true);
      const flat = ops.reshape(ops.add(x!, z!), [3, 10]);
      return {
        whole: ops.mul(ops.sub(x!, all), z!),
        flat: ops.add(flat, ops.max(flat, [1], true)),
        inner: ops.mul(x!, ops.sum(x!, [2], true)),
        none: ops.sum(ops.mul(all, z!), [0, 1, 2]),
      };
    },
  },
  'read-between': {
    tensors: { x: random([4, 6], 14), w: random([6, 6], 15) },
    build: (ops, { x, w }) => {
      const centred = ops.sub(x!, ops.sum(x!, [1], true));
      const product = ops.matMul(centred, w!);
      const total = ops.sum(ops.mul(product, centred), [1], true);
      return { y: ops.mul(ops.sub(product, total), ops.exp(ops.neg(ops.mul(total, total)))), product };
    },
  },
  'few-and-long': {
    tensors: {
      x: random([2, 5001], 16),
      y: random([2, 1], 17),
      z: random([4224], 18),
      n: random([2, 4098], 19, 'int32', -50, 50),
    },
    build: (ops, { x, y, z, n }) => {
      const product = ops.mul(x!, y!);
      const square = ops.sum(ops.mul(z!, z!), [0]);
      return {
        product,
        total: ops.sum(product, [1]),
        highest: ops.max(product, [1], true),
        centred: ops.sub(x!, ops.sum(ops.mul(product, x!), [1], true)),
        clipped: ops.mul(z!, ops.minimum(scalar(ops, 1), ops.div(scalar(ops, 3), ops.sqrt(square)))),
        whole: ops.sum(ops.mul(n!, n!), [0, 1]),
        least: ops.max(ops.neg(n!), [1]),
      };
    },
  },
  'not-finite': {
    tensors: {
      x: hostTensor([1, Infinity, 2, 3, NaN, 4, 5, 6, -Infinity, 7, 8, 9, 1, 2, 3, 4], [4, 4]),
      low: hostTensor([-Infinity, -Infinity, -Infinity, -Infinity, -3, -2, -Infinity, -1], [2, 4]),
    },
    build: (ops, { x, low }) => ({
      total: ops.sum(ops.mul(x!, scalar(ops, 2)), [1]),
      centred: ops.sub(x!, ops.sum(x!, [1], true)),
      highest: ops.max(ops.add(low!, scalar(ops, -1)), [1]),
    }),
  },
});

export function rowCases(): ConformanceCase[] {
  return Object.entries(specs()).map(([name, { tensors, build }]) =>
    graphCase(`rows/${name}`, tensors, build, { alone: true }),
  );
}
