import { constantInt, constantScalar, range, sizeOf } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { cutElements, cutRows, modulo, right, rounded, throughFloat32, wrong } from './rewrites';

/** gather and scatterAdd that are wrong in row numbers, ranks, counts and dtypes. */
export const rowMutants: readonly Mutant[] = [
  wrong('gather-off-by-one', 'gather', (ops, _, [x, indices]) => {
    const next = ops.add(indices!, constantInt(ops, 1));
    const isBeyond = ops.equal(next, constantInt(ops, ops.typeOf(x!).shape[0]!));
    return ops.gather(x!, ops.where(isBeyond, constantInt(ops, 0), next));
  }),
  wrong('gather-by-16-bits', 'gather', (ops, _, [x, indices]) =>
    ops.typeOf(x!).shape[0]! > 65536 ? ops.gather(x!, modulo(ops, indices!, 65536)) : undefined,
  ),
  wrong('gather-of-rank-3-turns-its-rows', 'gather', (ops, node, inputs) => {
    const { shape } = ops.typeOf(inputs[0]!);
    if (shape.length < 3) return undefined;
    const order = shape.map((_, axis) => axis);
    [order[shape.length - 2], order[shape.length - 1]] = [shape.length - 1, shape.length - 2];
    const turned = ops.reshape(ops.transpose(inputs[0]!, order), shape);
    return right(ops, node, [turned, inputs[1]!]);
  }),
  wrong('gather-results-beyond-65536-are-0', 'gather', (ops, node, inputs) =>
    cutElements(ops, right(ops, node, inputs), 65536),
  ),
  wrong('gather-int32-through-float32', 'gather', (ops, node, inputs, backend) =>
    node.type.dtype === 'int32' ? throughFloat32(ops, right(ops, node, inputs), backend) : undefined,
  ),
  wrong('scatter-averages', 'scatterAdd', (ops, { attributes, type }, [indices, updates]) => {
    if (type.dtype !== 'float32') return undefined;
    const ones = ops.broadcastTo(constantScalar(ops, 1), [ops.typeOf(updates!).shape[0]!, 1]);
    const count = ops.scatterAdd(indices!, ones, attributes.rows);
    const total = ops.scatterAdd(indices!, updates!, attributes.rows);
    return ops.div(total, ops.maximum(count, constantScalar(ops, 1)));
  }),
  wrong('scatter-overwrites', 'scatterAdd', (ops, { attributes }, [indices, updates]) => {
    const count = ops.typeOf(indices!).shape[0]!;
    if (count > 512) return undefined;
    const column = ops.reshape(indices!, [count, 1]);
    const later = Uint8Array.from({ length: count * count }, (_, i) => Number(i % count > Math.floor(i / count)));
    const again = ops.and(ops.equal(column, indices!), ops.constant(later, [count, count], 'bool'));
    const isOver = ops.greater(ops.max(ops.cast(again, 'int32'), [1], true), constantInt(ops, 0));
    const { dtype } = ops.typeOf(updates!);
    const zero = dtype === 'float32' ? constantScalar(ops, 0) : constantInt(ops, 0);
    return ops.scatterAdd(indices!, ops.where(isOver, zero, updates!), attributes.rows);
  }),
  wrong('scatter-of-the-first-8192-updates', 'scatterAdd', (ops, { attributes, type }, [indices, updates]) => {
    const [count] = ops.typeOf(updates!).shape as [number];
    if (count <= 8192) return undefined;
    const isLate = ops.reshape(ops.greaterEqual(range(ops, count), constantInt(ops, 8192)), [count, 1]);
    const zero = type.dtype === 'float32' ? constantScalar(ops, 0) : constantInt(ops, 0);
    return ops.scatterAdd(indices!, ops.where(isLate, zero, updates!), attributes.rows);
  }),
  wrong('scatter-by-16-bits', 'scatterAdd', (ops, { attributes }, [indices, updates]) =>
    attributes.rows > 65536 ? ops.scatterAdd(modulo(ops, indices!, 65536), updates!, attributes.rows) : undefined,
  ),
  wrong('scatter-drops-the-last-update', 'scatterAdd', (ops, { attributes }, [indices, updates]) => {
    const [count, width] = ops.typeOf(updates!).shape as [number, number];
    if (count < 2) return undefined;
    return ops.scatterAdd(
      ops.slice(indices!, [0], [count - 1]),
      ops.slice(updates!, [0, 0], [count - 1, width]),
      attributes.rows,
    );
  }),
  wrong('scatter-int32-through-float32', 'scatterAdd', (ops, node, inputs, backend) =>
    node.type.dtype === 'int32' ? throughFloat32(ops, right(ops, node, inputs), backend) : undefined,
  ),
  wrong('scatter-in-half-precision', 'scatterAdd', (ops, node, inputs, backend) =>
    node.type.dtype === 'float32' ? rounded(ops, right(ops, node, inputs), 11, backend) : undefined,
  ),
  wrong('scatter-rows-beyond-65535-are-0', 'scatterAdd', (ops, node, inputs) =>
    sizeOf(node.type.shape) > 65535 ? cutRows(ops, right(ops, node, inputs), 65535) : undefined,
  ),
];
