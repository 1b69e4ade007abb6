import { constantInt, sizeOf, type Traced } from '@mosa-js/core';
import { sameShape } from '@mosa-js/core/adapter';
import { type Mutant, rewriting } from './mutant';
import { modulo, right, throughFloat32, wrong } from './rewrites';

/** By row numbers, the values that were set in them last. */
const setBefore = new WeakMap<Traced, Traced>();
/** What tensors become where rows of them are set. */
const setTo = new WeakMap<Traced, Traced>();
/** What slices were taken from, under whatever shape. */
const cutFrom = new WeakMap<Traced, Traced>();

/** setRows that is wrong in row numbers, counts, dtypes, in where its values lie, or beside others. */
export const setRowsMutants: readonly Mutant[] = [
  wrong('set-rows-out-of-range-at-the-nearest', 'setRows', (ops, _, [x, rows, values]) => {
    const last = constantInt(ops, ops.typeOf(x!).shape[0]! - 1);
    return ops.setRows(x!, ops.minimum(ops.maximum(rows!, constantInt(ops, 0)), last), values!);
  }),
  wrong('set-rows-counts-negative-ones-from-the-end', 'setRows', (ops, _, [x, rows, values]) => {
    const turned = ops.add(rows!, constantInt(ops, ops.typeOf(x!).shape[0]!));
    return ops.setRows(x!, ops.where(ops.greater(constantInt(ops, 0), rows!), turned, rows!), values!);
  }),
  wrong('set-rows-adds', 'setRows', (ops, { type }, [x, rows, values]) => {
    if (type.dtype === 'bool') return undefined;
    return ops.add(x!, ops.setRows(ops.sub(x!, x!), rows!, values!));
  }),
  wrong('set-rows-leaves-out-the-last', 'setRows', (ops, node, [x, rows, values]) => {
    const { shape } = ops.typeOf(values!);
    const [count] = shape as [number];
    if (count < 2) return undefined;
    const begin = shape.map(() => 0);
    const most = ops.slice(values!, begin, [count - 1, ...shape.slice(1)]);
    return right(ops, node, [x!, ops.slice(rows!, [0], [count - 1]), most]);
  }),
  wrong('set-rows-by-16-bits', 'setRows', (ops, node, [x, rows, values]) => {
    if (node.type.shape[0]! <= 65536) return undefined;
    const isNegative = ops.greater(constantInt(ops, 0), rows!);
    const short = modulo(ops, ops.maximum(rows!, constantInt(ops, 0)), 65536);
    return right(ops, node, [x!, ops.where(isNegative, rows!, short), values!]);
  }),
  wrong('set-rows-int32-through-float32', 'setRows', (ops, node, inputs, backend) =>
    node.type.dtype === 'int32' ? throughFloat32(ops, right(ops, node, inputs), backend) : undefined,
  ),
  wrong('set-rows-at-once-takes-values-of-the-one-before', 'setRows', (ops, _, [x, rows, values]) => {
    const before = setBefore.get(rows!);
    setBefore.set(rows!, values!);
    if (!before) return undefined;
    const [own, other] = [ops.typeOf(values!), ops.typeOf(before)];
    return own.dtype === other.dtype && sameShape(own.shape, other.shape) ? ops.setRows(x!, rows!, before) : undefined;
  }),
  {
    ...rewriting('set-rows-before-who-reads-what-was-there', (ops, node, inputs) => {
      if (node.op !== 'setRows') {
        const now = inputs.map((x) => setTo.get(x) ?? x);
        return now.some((x, i) => x !== inputs[i]) ? right(ops, node, now) : undefined;
      }
      const result = right(ops, node, inputs);
      setTo.set(inputs[0]!, result);
      return result;
    }),
    ops: ['setRows'],
  },
  {
    ...rewriting('set-rows-of-a-part-reads-the-whole-from-its-start', (ops, node, inputs) => {
      const source = node.op === 'reshape' ? cutFrom.get(inputs[0]!) : inputs[0];
      if (source && (node.op === 'reshape' || node.op === 'slice')) {
        const result = right(ops, node, inputs);
        cutFrom.set(result, source);
        return result;
      }
      const whole = node.op === 'setRows' ? cutFrom.get(inputs[2]!) : undefined;
      if (!whole) return undefined;
      const { shape } = ops.typeOf(inputs[2]!);
      const flat = ops.reshape(whole, [sizeOf(ops.typeOf(whole).shape)]);
      const first = ops.reshape(ops.slice(flat, [0], [sizeOf(shape)]), shape);
      return ops.setRows(inputs[0]!, inputs[1]!, first);
    }),
    ops: ['setRows'],
  },
];
