import type { Named } from '../graph/tracer';
import { checkFloats } from '../heads/weights';
import type { TensorOps } from '../ops/interface';
import { giveUp } from '../own-tensor';
import { type HostTensor, type Shape, sizeOf } from '../types';

/**
 * Many tensors in one vector, so that an optimizer's arithmetic is a dozen ops instead of a dozen for every tensor.
 * Matrices come first, since weight decay is theirs alone.
 */
export interface Layout {
  readonly entries: readonly { readonly name: string; readonly shape: Shape; readonly offset: number }[];
  /** Elements in all, and in tensors of two axes or more. */
  readonly size: number;
  readonly matrices: number;
}

export function layoutOf(shapes: Named<Shape>): Layout {
  const isMatrix = ([, shape]: readonly [string, Shape]) => shape.length >= 2;
  const all = Object.entries(shapes);
  const ordered = [...all.filter(isMatrix), ...all.filter((entry) => !isMatrix(entry))];
  let size = 0;
  const entries = ordered.map(([name, shape]) => {
    const offset = size;
    size += sizeOf(shape);
    return { name, shape, offset };
  });
  return { entries, size, matrices: all.filter(isMatrix).reduce((sum, [, shape]) => sum + sizeOf(shape), 0) };
}

/** The vector's tensors: [size] → by name, of their shapes. */
export function unpack<T>(ops: TensorOps<T>, { entries }: Layout, vector: T): Record<string, T> {
  return Object.fromEntries(
    entries.map(({ name, shape, offset }) => [name, ops.reshape(ops.slice(vector, [offset], [sizeOf(shape)]), shape)]),
  );
}

/** By name → [size]. */
export function pack<T>(ops: TensorOps<T>, { entries }: Layout, named: Named<T>): T {
  const parts = entries.map(({ name, shape }) => ops.reshape(named[name]!, [sizeOf(shape)]));
  return parts.length === 1 ? parts[0]! : ops.concat(parts, 0);
}

/**
 * The same on the host, not to be written into.
 * @param kind what the tensors are, for messages
 * @throws MosaError `weight` or `data` unless exactly the layout's tensors are there
 */
export function packHost({ entries, size }: Layout, named: Named<HostTensor>, kind: string): HostTensor {
  checkFloats(Object.fromEntries(entries.map(({ name, shape }) => [name, shape])), named, kind);
  // Backends that compute in float64 hand out all their digits, and go on from them.
  const isWide = Object.values(named).some(({ data }) => data instanceof Float64Array);
  const data = isWide ? new Float64Array(size) : new Float32Array(size);
  for (const { name, offset } of entries) data.set(named[name]!.data, offset);
  return giveUp({ shape: [size], dtype: 'float32', data });
}

export function unpackHost({ entries }: Layout, { data }: HostTensor): Record<string, HostTensor> {
  return Object.fromEntries(
    entries.map(({ name, shape, offset }) => [
      name,
      { shape, dtype: 'float32', data: data.slice(offset, offset + sizeOf(shape)) },
    ]),
  );
}
