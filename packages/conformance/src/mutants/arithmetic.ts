import { constantInt, constantScalar, sizeOf } from '@mosa-js/core';
import { type Mutant, rewriting } from './mutant';
import { isNotFinite, right, rounded, throughFloat32, wrong } from './rewrites';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

/** Elementwise ops that compute wrongly. */
export const arithmeticMutants: readonly Mutant[] = [
  // A graph for training has it taken apart where a backend has no kernel for it.
  rewriting('rotary-turns-backwards', (ops, node, [a, b, ...table]) => {
    if (node.op === 'add' && node.scope.endsWith('rotary')) return ops.sub(a!, b!);
    if (node.op !== 'rotary') return undefined;
    const { width, inverse } = node.attributes;
    return ops.rotary(a!, b!, table[0]!, { width, inverse: !inverse }, table[1]);
  }),
  rewriting('score-left-out', (ops, node, [a, b]) =>
    node.op === 'mul' && node.scope.endsWith('score') ? ops.add(a!, ops.mul(b!, constantScalar(ops, 0))) : undefined,
  ),
  wrong('score-not-a-sigmoid', 'sigmoid', (ops, _, [x]) => ops.exp(x!)),
  wrong('casts-round', 'cast', (ops, { attributes }, [x]) => {
    if (attributes.dtype !== 'int32' || ops.typeOf(x!).dtype !== 'float32') return undefined;
    const isUp = ops.greater(x!, constantScalar(ops, 0));
    return ops.cast(ops.add(x!, ops.where(isUp, constantScalar(ops, 0.5), constantScalar(ops, -0.5))), 'int32');
  }),
  wrong('nan-to-bool-is-false', 'cast', (ops, { attributes }, [x]) => {
    if (attributes.dtype !== 'bool' || ops.typeOf(x!).dtype !== 'float32') return undefined;
    return ops.and(ops.cast(x!, 'bool'), ops.not(ops.isNaN(x!)));
  }),
  wrong('casts-to-bool-truncate', 'cast', (ops, { attributes }, [x]) => {
    if (attributes.dtype !== 'bool' || ops.typeOf(x!).dtype !== 'float32') return undefined;
    const above = ops.greaterEqual(x!, constantScalar(ops, 1));
    return ops.or(above, ops.or(ops.isNaN(x!), ops.greaterEqual(constantScalar(ops, -1), x!)));
  }),
  wrong('int32-through-float32', ['add', 'sub', 'mul', 'neg', 'maximum', 'minimum'], (ops, node, inputs, backend) =>
    node.type.dtype === 'int32' ? throughFloat32(ops, right(ops, node, inputs), backend) : undefined,
  ),
  wrong('int32-compared-as-float32', ['greater', 'greaterEqual', 'equal'], (ops, { op }, [a, b], backend) => {
    if (ops.typeOf(a!).dtype !== 'int32') return undefined;
    return ops[op](throughFloat32(ops, a!, backend), throughFloat32(ops, b!, backend));
  }),
  wrong('branch-not-taken-leaks', 'where', (ops, node, [condition, a, b]) => {
    if (node.type.dtype !== 'float32') return undefined;
    const other = ops.where(condition!, b!, a!);
    return ops.add(ops.where(condition!, a!, b!), ops.mul(other, constantScalar(ops, 0)));
  }),
  wrong('comparison-with-nan-is-true', 'greaterEqual', (ops, _, [a, b]) =>
    ops.typeOf(a!).dtype === 'float32' ? ops.not(ops.greater(b!, a!)) : undefined,
  ),
  wrong('broadcast-of-both-in-rank-4', ['add', 'sub', 'mul', 'div', 'greater', 'where', 'and'], (ops, node, inputs) => {
    const { shape } = node.type;
    const shapes = inputs.map((x) => ops.typeOf(x).shape);
    if (shape.length !== 4 || shapes.filter((own) => sizeOf(own) < sizeOf(shape) && sizeOf(own) > 1).length < 2)
      return undefined;
    // Every operand's first element along the last axis stands for all of them.
    const flat = inputs.map((x) => {
      const own = ops.typeOf(x).shape;
      return ops.slice(
        x,
        own.map(() => 0),
        [...own.slice(0, -1), 1],
      );
    });
    return ops.broadcastTo(right(ops, { ...node, type: { ...node.type, shape: shapeOfFirst(shape) } }, flat), shape);
  }),
  ...(['exp', 'sqrt', 'sigmoid', 'log'] as const).map((op) =>
    wrong(`${op}-of-nan-is-a-number`, op, (ops, _, [x]) =>
      ops.where(ops.isNaN(x!), constantScalar(ops, 0.25), ops[op](x!)),
    ),
  ),
  wrong('division-by-zero-is-zero', 'div', (ops, _, [a, b]) =>
    ops.where(ops.equal(b!, constantScalar(ops, 0)), constantScalar(ops, 0), ops.div(a!, b!)),
  ),
  wrong('log-of-zero-is-finite', 'log', (ops, _, [x]) =>
    ops.log(ops.where(ops.equal(x!, constantScalar(ops, 0)), constantScalar(ops, 1e-38), x!)),
  ),
  wrong('log-of-negatives-is-of-their-size', 'log', (ops, _, [x]) =>
    ops.log(ops.where(ops.greater(constantScalar(ops, 0), x!), ops.neg(x!), x!)),
  ),
  wrong('sqrt-of-negatives-is-zero', 'sqrt', (ops, _, [x]) =>
    ops.where(ops.greater(constantScalar(ops, 0), x!), constantScalar(ops, 0), ops.sqrt(x!)),
  ),
  wrong('exp-saturates', 'exp', (ops, _, [x]) => ops.exp(ops.minimum(x!, constantScalar(ops, 87)))),
  wrong(
    'what-is-not-finite-is-5',
    ['exp', 'log', 'sqrt', 'sigmoid', 'div', 'add', 'mul', 'neg'],
    (ops, node, inputs) => {
      if (node.type.dtype !== 'float32') return undefined;
      const y = right(ops, node, inputs);
      return ops.where(isNotFinite(ops, y), constantScalar(ops, 5), y);
    },
  ),
  wrong('infinity-is-the-largest-number', ['exp', 'div', 'add', 'mul', 'neg', 'log'], (ops, node, inputs) => {
    if (node.type.dtype !== 'float32') return undefined;
    const y = right(ops, node, inputs);
    const largest = constantScalar(ops, 3.4028234663852886e38);
    const low = ops.where(ops.greater(ops.neg(largest), y), ops.neg(largest), y);
    return ops.where(ops.greater(low, largest), largest, low);
  }),
  wrong('isNaN-of-infinity', 'isNaN', (ops, _, [x]) => isNotFinite(ops, x!)),
  wrong('sigmoid-cut-off', 'sigmoid', (ops, _, [x]) => {
    const y = ops.sigmoid(x!);
    return ops.where(ops.greater(constantScalar(ops, 1e-7), y), constantScalar(ops, 0), y);
  }),
  wrong('exp-in-half-precision', 'exp', (ops, _, [x], backend) => rounded(ops, ops.exp(x!), 11, backend)),
  wrong('constants-nan-become-0', 'constant', (ops, { attributes }) => {
    const { data, shape, dtype } = attributes;
    if (dtype !== 'float32' || !data.some((value: number) => !Number.isFinite(value))) return undefined;
    return ops.constant(
      Float64Array.from(data, (value) => (Number.isFinite(value) ? value : 0)),
      shape,
      dtype,
    );
  }),
  wrong('negation-of-zero-index', 'not', (ops, _, [x]) => {
    const { shape } = ops.typeOf(x!);
    const first = ops.constant(
      Uint8Array.from({ length: sizeOf(shape) }, (_, i) => Number(i === sizeOf(shape) - 1)),
      shape,
      'bool',
    );
    return ops.or(ops.not(x!), first);
  }),
  wrong('maximum-of-int32-at-least-0', 'maximum', (ops, node, inputs) =>
    node.type.dtype === 'int32' ? ops.maximum(right(ops, node, inputs), constantInt(ops, 0)) : undefined,
  ),
  wrong('minimum-with-infinity', 'minimum', (ops, node, inputs) => {
    if (node.type.dtype !== 'float32') return undefined;
    const y = right(ops, node, inputs);
    return ops.where(ops.equal(y, constantScalar(ops, -inf)), constantScalar(ops, nan), y);
  }),
];

function shapeOfFirst(shape: readonly number[]): number[] {
  return [...shape.slice(0, -1), 1];
}
