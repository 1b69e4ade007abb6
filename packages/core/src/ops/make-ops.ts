import { MosaError, show } from '../error';
import { ownTensor } from '../own-tensor';
import { showShape, type TensorType } from '../types';
import type { OpAttributes, OpName } from './attributes';
import { infer } from './infer';
import type { TensorOps } from './interface';
import { type PointwiseOp, pointwiseOps } from './pointwise';

/** Carries out (or records) one op whose operands were checked. */
export type Apply<T> = <K extends OpName>(
  op: K,
  inputs: readonly T[],
  attributes: OpAttributes[K],
  output: TensorType,
) => T;

export interface OpsSource<T> {
  apply: Apply<T>;
  typeOf(x: T): TensorType;
  /** Told when a scope opens and closes; scopes nest. */
  enter?(name: string): void;
  leave?(): void;
}

/**
 * The tensor interface over any way to carry out an op: checks operands, infers the result type, fills in defaults and
 * makes axes non-negative, so that neither a tracer nor an eager backend has to.
 */
export function makeOps<T>(source: OpsSource<T>): TensorOps<T> {
  const { typeOf } = source;

  function call<K extends OpName>(op: K, inputs: readonly T[], attributes: OpAttributes[K]): T {
    const output = infer(op, inputs.map(typeOf), attributes);
    return source.apply(op, inputs, attributes, output);
  }

  const axisOf = (where: string, x: T, axis: number): number => {
    const { shape } = typeOf(x);
    const positive = axis < 0 ? axis + shape.length : axis;
    if (!(positive in shape)) throw new MosaError('shape', where, `an axis of ${showShape(shape)}`, show(axis));
    return positive;
  };

  const pointwise = Object.fromEntries(
    Object.entries(pointwiseOps).map(([op, [count]]) => [
      op,
      (...operands: T[]) =>
        call(
          op as PointwiseOp,
          Array.from({ length: count }, (_, i) => operands[i]!),
          {},
        ),
    ]),
  ) as Pick<TensorOps<T>, PointwiseOp>;

  return {
    ...pointwise,
    typeOf,
    scope(name, build) {
      source.enter?.(name);
      try {
        return build();
      } finally {
        source.leave?.();
      }
    },
    constant: (data, shape, dtype) => call('constant', [], ownTensor({ data, shape, dtype }, 'constant')),
    where: (condition, a, b) => call('where', [condition, a, b], {}),
    cast: (x, dtype) => call('cast', [x], { dtype }),
    reshape: (x, shape) => call('reshape', [x], { shape: [...shape] }),
    transpose: (x, permutation) => call('transpose', [x], { permutation: [...permutation] }),
    broadcastTo: (x, shape) => call('broadcastTo', [x], { shape: [...shape] }),
    concat: (xs, axis) => call('concat', xs, { axis: xs[0] === undefined ? axis : axisOf('concat', xs[0], axis) }),
    slice: (x, begin, size) => call('slice', [x], { begin: [...begin], size: [...size] }),
    matMul: (a, b, transposeA = false, transposeB = false) => call('matMul', [a, b], { transposeA, transposeB }),
    sum: (x, axes, keepDims = false) =>
      call('sum', [x], { axes: axes.map((axis) => axisOf('sum', x, axis)), keepDims }),
    max: (x, axes, keepDims = false) =>
      call('max', [x], { axes: axes.map((axis) => axisOf('max', x, axis)), keepDims }),
    softmax: (x) => call('softmax', [x], {}),
    cumulativeSum: (x) => call('cumulativeSum', [x], {}),
    gather: (x, indices) => call('gather', [x, indices], {}),
    scatterAdd: (indices, updates, rows) => call('scatterAdd', [indices, updates], { rows }),
    setRows: (x, rows, values) => call('setRows', [x, rows, values], {}),
    topKValues: (x, k) => call('topKValues', [x], { k }),
    selectIndices: (logits, k, valid) => call('selectIndices', valid === undefined ? [logits] : [logits, valid], { k }),
    causalSelect: (logits, threshold, { capacity, slots, includeFirst = false }, { state, valid } = {}) =>
      call(
        'causalSelect',
        [
          logits,
          threshold,
          ...(state ? [state.start, state.logits, state.positions, state.admitted] : []),
          ...(valid === undefined ? [] : [valid]),
        ],
        {
          ...(capacity === undefined ? {} : { capacity }),
          ...(slots ? { slots: { count: slots.count, block: slots.block } } : {}),
          includeFirst,
        },
      ),
    rotary: (x, cos, sin, { width, inverse = false }, positions) =>
      call('rotary', positions === undefined ? [x, cos, sin] : [x, cos, sin, positions], { width, inverse }),
    drawToken: (logits, random, sampling) => call('drawToken', [logits, random, sampling], {}),
    attention: (q, k, v, { scale, causal }, mask) =>
      call('attention', mask === undefined ? [q, k, v] : [q, k, v, mask], { scale, causal }),
    attentionGradient: (dy, q, k, v, { scale, causal }, mask) =>
      call('attentionGradient', mask === undefined ? [dy, q, k, v] : [dy, q, k, v, mask], { scale, causal }),
  };
}
