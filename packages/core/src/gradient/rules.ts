import { MosaError } from '../error';
import type { OpName } from '../ops/attributes';
import { constantInt, constantScalar, zeros } from '../ops/constants';
import { attentionRule } from '../ops/fused/attention';
import { attentionGradientRule } from '../ops/fused/attention-gradient';
import { rotaryRule } from '../ops/fused/rotary';
import type { TensorOps } from '../ops/interface';
import type { GradientRule } from '../ops/rule';
import { rowsInRange } from '../ops/set-rows';
import { sizeOf, type TensorType } from '../types';
import { pad, reduceTo, split, spread } from './spread';

const operands = <T>(inputs: readonly T[]): readonly T[] => inputs;
const first = <T>(inputs: readonly T[]): readonly T[] => inputs.slice(0, 1);
const second = <T>(inputs: readonly T[]): readonly T[] => inputs.slice(1, 2);

/** Gradients of operands that were broadcast, each back to its operand's shape. */
function fit<T>(ops: TensorOps<T>, { inputs }: { inputs: readonly TensorType[] }, ...gradients: readonly T[]): T[] {
  return gradients.map((gradient, i) => reduceTo(ops, gradient, inputs[i]!.shape));
}

/**
 * The gradient of every op, written in ops, so that whatever runs the one runs the other: no ONNX Runtime has gradients,
 * and tfjs has none for some kernels (TopK, ScatterND). An op without an entry does not compile. null: no gradient passes.
 */
export const gradientRules: { readonly [K in OpName]: GradientRule<K> | null } = {
  constant: null,
  neg: { pull: (ops, dy) => [ops.neg(dy)] },
  exp: { keep: operands, pull: (ops, dy, [x]) => [ops.mul(dy, ops.exp(x!))] },
  log: { keep: operands, pull: (ops, dy, [x]) => [ops.div(dy, x!)] },
  sqrt: { keep: operands, pull: (ops, dy, [x]) => [ops.div(ops.mul(dy, constantScalar(ops, 0.5)), ops.sqrt(x!))] },
  sigmoid: {
    keep: operands,
    pull: (ops, dy, [x]) => {
      const y = ops.sigmoid(x!);
      return [ops.mul(dy, ops.mul(y, ops.sub(constantScalar(ops, 1), y)))];
    },
  },
  isNaN: null,
  not: null,
  add: { pull: (ops, dy, _kept, call) => fit(ops, call, dy, dy) },
  sub: { pull: (ops, dy, _kept, call) => fit(ops, call, dy, ops.neg(dy)) },
  mul: { keep: operands, pull: (ops, dy, [a, b], call) => fit(ops, call, ops.mul(dy, b!), ops.mul(dy, a!)) },
  div: {
    keep: operands,
    pull: (ops, dy, [a, b], call) => {
      const share = ops.div(dy, b!);
      return fit(ops, call, share, ops.neg(ops.div(ops.mul(share, a!), b!)));
    },
  },
  maximum: { keep: operands, pull: (ops, dy, [a, b], call) => fit(ops, call, ...split(ops, dy, a!, b!)) },
  minimum: { keep: operands, pull: (ops, dy, [a, b], call) => fit(ops, call, ...split(ops, dy, b!, a!)) },
  greater: null,
  greaterEqual: null,
  equal: null,
  and: null,
  or: null,
  where: {
    keep: first,
    pull: (ops, dy, [condition], { inputs }) => {
      const none = constantScalar(ops, 0);
      return [
        reduceTo(ops, ops.where(condition!, dy, none), inputs[1]!.shape),
        reduceTo(ops, ops.where(condition!, none, dy), inputs[2]!.shape),
      ];
    },
  },
  cast: { pull: (ops, dy, _kept, { inputs }) => [ops.reshape(dy, inputs[0]!.shape)] },
  reshape: { pull: (ops, dy, _kept, { inputs }) => [ops.reshape(dy, inputs[0]!.shape)] },
  transpose: {
    pull: (ops, dy, _kept, { attributes: { permutation } }) => [
      ops.transpose(
        dy,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
    ],
  },
  broadcastTo: { pull: (ops, dy, _kept, { inputs }) => [reduceTo(ops, dy, inputs[0]!.shape)] },
  concat: {
    pull: (ops, dy, _kept, { attributes: { axis }, inputs }) => {
      let start = 0;
      return inputs.map(({ shape }) => {
        const begin = shape.map((_, i) => (i === axis ? start : 0));
        start += shape[axis]!;
        return ops.slice(dy, begin, shape);
      });
    },
  },
  slice: { pull: (ops, dy, _kept, { attributes: { begin }, inputs }) => [pad(ops, dy, begin, inputs[0]!.shape)] },
  matMul: {
    keep: operands,
    pull: (ops, dy, [a, b], { attributes: { transposeA, transposeB } }) => [
      transposeA ? ops.matMul(b!, dy, transposeB, true) : ops.matMul(dy, b!, false, !transposeB),
      transposeB ? ops.matMul(dy, a!, true, transposeA) : ops.matMul(a!, dy, !transposeA, false),
    ],
  },
  sum: {
    pull: (ops, dy, _kept, { attributes: { axes }, inputs }) => [spread(ops, dy, axes, inputs[0]!.shape)],
  },
  max: {
    keep: operands,
    pull: (ops, dy, [x], { attributes: { axes }, inputs }) => {
      const { shape } = inputs[0]!;
      const isLargest = ops.cast(ops.equal(x!, ops.max(x!, axes, true)), 'float32');
      const share = ops.div(isLargest, ops.sum(isLargest, axes, true));
      return [ops.mul(spread(ops, dy, axes, shape), share)];
    },
  },
  softmax: {
    keep: operands,
    pull: (ops, dy, [x]) => {
      const y = ops.softmax(x!);
      return [ops.mul(y, ops.sub(dy, ops.sum(ops.mul(dy, y), [-1], true)))];
    },
  },
  cumulativeSum: {
    pull: (ops, dy) => [ops.add(ops.sub(ops.sum(dy, [-1], true), ops.cumulativeSum(dy)), dy)],
  },
  gather: {
    keep: second,
    pull: (ops, dy, [rows], { inputs: [x, index] }) => {
      const count = sizeOf(index!.shape);
      const width = sizeOf(x!.shape.slice(1));
      const total = ops.scatterAdd(ops.reshape(rows!, [count]), ops.reshape(dy, [count, width]), x!.shape[0]!);
      return [ops.reshape(total, x!.shape)];
    },
  },
  scatterAdd: { keep: first, pull: (ops, dy, [rows]) => [ops.gather(dy, rows!)] },
  setRows: {
    keep: second,
    pull: (ops, dy, [rows], { inputs: [x, index, values] }) => {
      const count = x!.shape[0]!;
      const isIn = rowsInRange(ops, rows!, count); // [M]
      const within = ops.where(isIn, rows!, constantInt(ops, 0));
      const column = [index!.shape[0]!, ...values!.shape.slice(1).map(() => 1)];
      return [
        ops.setRows(dy, rows!, zeros(ops, values!.shape)),
        ops.where(ops.reshape(isIn, column), ops.gather(dy, within), constantScalar(ops, 0)),
      ];
    },
  },
  topKValues: {
    pull: () => {
      throw new MosaError(
        'unsupported',
        'gradient of topKValues',
        'a loss that reaches topKValues by no path',
        'one that does',
      );
    },
  },
  // Positions are integers: the router learns through the scores that scale what was selected (paper, section 3).
  selectIndices: null,
  attention: attentionRule,
  attentionGradient: attentionGradientRule,
  rotary: rotaryRule,
  causalSelect: null,
  drawToken: null,
};
