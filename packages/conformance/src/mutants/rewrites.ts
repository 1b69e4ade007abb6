import { type Backend, constantInt, constantScalar, sizeOf, type TensorOps, type Traced } from '@mosa-js/core';
import type { GraphNode, OpName } from '@mosa-js/core/adapter';
import { type Mutant, rewriting } from './mutant';

export type Ops = TensorOps<Traced>;
type NodeOf<K extends OpName> = Extract<GraphNode, { op: K }>;

/** A mutant that does one op wrongly; undefined where it does it right. */
export function wrong<K extends OpName>(
  name: string,
  op: K | readonly K[],
  rewrite: (ops: Ops, node: NodeOf<K>, inputs: readonly Traced[], backend: Backend) => Traced | undefined,
): Mutant {
  const named: readonly string[] = typeof op === 'string' ? [op] : op;
  const mutant = rewriting(name, (ops, node, inputs, backend) =>
    named.includes(node.op) ? rewrite(ops, node as NodeOf<K>, inputs, backend) : undefined,
  );
  return { ...mutant, ops: named };
}

/** The op as it is. */
export function right(ops: Ops, node: GraphNode, inputs: readonly Traced[]): Traced {
  return inputs[0] === undefined ? ops.constant(Float64Array.of(0), [], 'float32') : inputs[0].trace.copy(node, inputs);
}

/** A zero of the tensor's dtype. */
function zeroLike(ops: Ops, x: Traced): Traced {
  const { dtype } = ops.typeOf(x);
  if (dtype === 'float32') return constantScalar(ops, 0);
  return dtype === 'int32' ? constantInt(ops, 0) : ops.constant(Uint8Array.of(0), [], 'bool');
}

/** x with what stands where `isLost` holds of the number of an element, counted along the flattened tensor, replaced by 0. */
function without(ops: Ops, x: Traced, isLost: (i: number) => boolean): Traced {
  const { shape } = ops.typeOf(x);
  const lost = ops.constant(
    Uint8Array.from({ length: sizeOf(shape) }, (_, i) => Number(isLost(i))),
    shape,
    'bool',
  );
  return ops.where(lost, zeroLike(ops, x), x);
}

/** 0 from that element on; undefined where there are not so many. */
export function cutElements(ops: Ops, x: Traced, limit: number): Traced | undefined {
  return sizeOf(ops.typeOf(x).shape) <= limit ? undefined : without(ops, x, (i) => i >= limit);
}

/** 0 from that row of the last axis on. */
export function cutRows(ops: Ops, x: Traced, limit: number): Traced | undefined {
  const { shape } = ops.typeOf(x);
  const width = shape.at(-1) ?? 1;
  return sizeOf(shape) / width <= limit ? undefined : without(ops, x, (i) => i / width >= limit);
}

/** 0 from that column of the last axis on. */
export function cutColumns(ops: Ops, x: Traced, limit: number): Traced | undefined {
  const width = ops.typeOf(x).shape.at(-1) ?? 1;
  return width <= limit ? undefined : without(ops, x, (i) => i % width >= limit);
}

/** Columns from that one on replaced by a scalar. */
export function fillColumns(ops: Ops, x: Traced, limit: number, value: Traced): Traced | undefined {
  const { shape } = ops.typeOf(x);
  const width = shape.at(-1) ?? 1;
  if (width <= limit) return undefined;
  const lost = ops.constant(
    Uint8Array.from({ length: width }, (_, i) => Number(i >= limit)),
    [width],
    'bool',
  );
  return ops.where(lost, value, x);
}

/** x rounded to that many significant bits, by splitting (Veltkamp); nothing where the backend has no more than those. */
export function rounded(ops: Ops, x: Traced, bits: number, { capabilities }: Backend): Traced {
  const spare = (capabilities.precision === 'float64' ? 53 : 24) - bits;
  if (spare <= 0) return x;
  const split = ops.mul(x, constantScalar(ops, 2 ** spare + 1));
  return ops.sub(split, ops.sub(split, x));
}

/** The whole numbers of x through float32, which has 24 bits for them. */
export function throughFloat32(ops: Ops, x: Traced, backend: Backend): Traced {
  return ops.cast(rounded(ops, ops.cast(x, 'float32'), 24, backend), 'int32');
}

/** Remainders of whole numbers from 0 below 2^24. */
export function modulo(ops: Ops, x: Traced, divisor: number): Traced {
  const share = ops.mul(ops.cast(x, 'float32'), constantScalar(ops, 1 / divisor)); // exact for powers of two
  return ops.sub(x, ops.mul(ops.cast(share, 'int32'), constantInt(ops, divisor)));
}

/** Whether elements are NaN or infinite. */
export function isNotFinite(ops: Ops, x: Traced): Traced {
  const largest = constantScalar(ops, 3.4028234663852886e38);
  return ops.or(ops.isNaN(x), ops.or(ops.greater(x, largest), ops.greater(ops.neg(largest), x)));
}
