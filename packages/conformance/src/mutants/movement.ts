import { constantInt, constantScalar } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { cutElements, right, rounded, throughFloat32, wrong } from './rewrites';

const moves = ['reshape', 'transpose', 'broadcastTo', 'concat', 'slice', 'where'] as const;

/** Ops that move elements, wrong in rank, number, size or dtype. */
export const movementMutants: readonly Mutant[] = [
  wrong('transpose-forgets-last-axis', 'transpose', (ops, { type }, [x]) => ops.reshape(x!, type.shape)),
  wrong('transpose-of-rank-5', 'transpose', (ops, { type }, [x]) =>
    type.shape.length === 5 ? ops.reshape(x!, type.shape) : undefined,
  ),
  wrong('slice-of-rank-4-forgets-begin', 'slice', (ops, { attributes }, [x]) =>
    attributes.begin.length === 4 ? ops.slice(x!, [0, 0, 0, 0], attributes.size) : undefined,
  ),
  wrong('slice-forgets-begin-of-the-last-axis', 'slice', (ops, { attributes }, [x]) => {
    const { begin, size } = attributes;
    return (begin.at(-1) ?? 0) === 0 ? undefined : ops.slice(x!, [...begin.slice(0, -1), 0], size);
  }),
  wrong('concat-of-the-first-8', 'concat', (ops, { attributes, type }, inputs) => {
    if (inputs.length <= 8) return undefined;
    const rest = inputs.slice(8).map((x) => {
      if (type.dtype === 'bool') return ops.and(x, ops.not(x));
      return ops.sub(x, x);
    });
    return ops.concat([...inputs.slice(0, 8), ...rest], attributes.axis);
  }),
  wrong('concat-in-another-order', 'concat', (ops, { attributes }, inputs) => {
    const { shape } = ops.typeOf(inputs[0]!);
    const alike = inputs.every((x) => ops.typeOf(x).shape[attributes.axis] === shape[attributes.axis]);
    return alike && inputs.length > 1 ? ops.concat([...inputs].reverse(), attributes.axis) : undefined;
  }),
  wrong('broadcast-of-two-axes-repeats-the-first-element', 'broadcastTo', (ops, { type }, [x]) => {
    const { shape } = ops.typeOf(x!);
    if (shape.length < 2 || shape.filter((size) => size > 1).length < 2) return undefined;
    const one = ops.slice(
      x!,
      shape.map(() => 0),
      shape.map(() => 1),
    );
    return ops.broadcastTo(one, type.shape);
  }),
  wrong('moves-beyond-65536-are-0', moves, (ops, node, inputs) => cutElements(ops, right(ops, node, inputs), 65536)),
  wrong('moves-of-int32-through-float32', moves, (ops, node, inputs, backend) =>
    node.type.dtype === 'int32' ? throughFloat32(ops, right(ops, node, inputs), backend) : undefined,
  ),
  wrong('moves-in-half-precision', moves, (ops, node, inputs, backend) =>
    node.type.dtype === 'float32' ? rounded(ops, right(ops, node, inputs), 11, backend) : undefined,
  ),
  wrong('moves-of-bool-are-true', moves, (ops, node, inputs) => {
    if (node.type.dtype !== 'bool') return undefined;
    const y = right(ops, node, inputs);
    return ops.or(y, ops.not(y));
  }),
  wrong(
    'elementwise-beyond-65536-is-0',
    [
      'neg',
      'exp',
      'log',
      'sqrt',
      'sigmoid',
      'add',
      'sub',
      'mul',
      'div',
      'maximum',
      'minimum',
      'cast',
      'not',
      'isNaN',
      'greater',
      'greaterEqual',
      'equal',
      'and',
      'or',
    ],
    (ops, node, inputs) => cutElements(ops, right(ops, node, inputs), 65536),
  ),
  wrong('last-of-an-odd-length-is-stale', ['neg', 'add', 'mul', 'sub'], (ops, node, inputs) => {
    const n = node.type.shape.at(-1) ?? 1;
    if (n % 4 === 0 || n < 5 || node.type.dtype !== 'float32') return undefined;
    const isLast = ops.constant(
      Uint8Array.from({ length: n }, (_, i) => Number(i === n - 1)),
      [n],
      'bool',
    );
    return ops.where(isLast, constantScalar(ops, 0.5), right(ops, node, inputs));
  }),
  wrong('casts-of-int32-keep-a-byte', 'cast', (ops, { attributes }, [x]) => {
    if (attributes.dtype !== 'bool' || ops.typeOf(x!).dtype !== 'int32') return undefined;
    const low = ops.sub(
      x!,
      ops.mul(ops.cast(ops.mul(ops.cast(x!, 'float32'), constantScalar(ops, 1 / 256)), 'int32'), constantInt(ops, 256)),
    );
    return ops.not(ops.equal(low, constantInt(ops, 0)));
  }),
];
