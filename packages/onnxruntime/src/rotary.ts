import { type HostData, sizeOf, type TensorType } from '@mosa-js/core';
import { decompositions, type Kernel, type KernelTable, type OpAttributes } from '@mosa-js/core/adapter';
import { rotaryPaths } from './code-paths';
import type { Emitter } from './emitter';
import { fastDialect } from './fast-kernels';
import { kernelOps } from './kernel-ops';
import type { Dialect } from './kernels';
import { dataTypeOf, type OnnxValue } from './onnx/model';

type Kernels = KernelTable<OnnxValue, TensorType>;
type Rotary = OpAttributes['rotary'];

/** Half of the columns of both tables, as the operator wants them. */
interface Caches {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

/**
 * The rotary op by ONNX Runtime's own RotaryEmbedding: one pass instead of eight. It stands for tables that are constants and turn
 * pairs of columns, as those of our heads do.
 * @param kernels for tables of which this is not known
 */
export function rotaryByOperator(emit: Emitter, kernels: Kernels): Pick<Kernels, 'constant' | 'rotary'> {
  const tables = new Map<string, HostData>();
  const stored = new Map<string, readonly [OnnxValue, OnnxValue]>();
  const ops = kernelOps(() => kernels);

  /** Those of these tables, undefined where the operator cannot have any. */
  const cachesOf = (cos: OnnxValue, sin: OnnxValue, attributes: Rotary) => {
    const key = [cos.name, sin.name, attributes.width, attributes.inverse === true].join();
    const known = stored.get(key);
    if (known) return known;
    const [rows, d] = cos.type.shape as [number, number];
    const [c, s] = [tables.get(cos.name), tables.get(sin.name)];
    const caches = c && s && pairs(c, s, d, attributes);
    if (!caches) return undefined;
    const type: TensorType = { shape: [rows, attributes.width / 2], dtype: 'float32' };
    const made = [emit.initialiser(caches.cos, type), emit.initialiser(caches.sin, type)] as const;
    stored.set(key, made);
    return made;
  };

  const rotary: Kernel<OnnxValue, 'rotary', TensorType> = (operands, attributes, output) => {
    const [x, cos, sin, positions] = operands as [OnnxValue, OnnxValue, OnnxValue, OnnxValue?];
    const [count, d] = output.shape.slice(-2) as [number, number];
    const caches = count <= cos.type.shape[0]! ? cachesOf(cos, sin, attributes) : undefined;
    emit.take(caches ? 'rotary: by RotaryEmbedding' : 'rotary: from primitives');
    if (!caches) return decompositions.rotary(ops, operands, attributes);
    const heads = sizeOf(output.shape) / (count * d);
    const rows = (given: OnnxValue) => {
      const all = ops.reshape(ops.broadcastTo(given, output.shape.slice(0, -1)), [heads, count]);
      return emit.node('Cast', [all], { ...all.type, dtype: 'int64' }, { to: { int: dataTypeOf('int64') } });
    };
    const flat = ops.reshape(x, [heads, count, d]);
    const turned = emit.ownNode(
      'RotaryEmbedding',
      [flat, positions ? rows(positions) : emit.int64([0]), ...caches],
      flat.type,
      { num_heads: { int: 1 }, rotary_embedding_dim: { int: attributes.width } },
    );
    return ops.reshape(turned, output.shape);
  };

  return {
    constant(inputs, attributes, output) {
      const value = kernels.constant(inputs, attributes, output);
      if (output.dtype === 'float32' && output.shape.length === 2) tables.set(value.name, attributes.data);
      return value;
    },
    rotary,
  };
}

/** Undefined where columns i and i + width / 2 are not turned by one angle, or one beyond the width is. */
function pairs(cos: HostData, sin: HostData, d: number, { width, inverse }: Rotary): Caches | undefined {
  const half = width / 2;
  const rows = cos.length / d;
  const caches: Caches = { cos: new Float32Array(rows * half), sin: new Float32Array(rows * half) };
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < d; i++) {
      const at = row * d + i;
      if (i >= width && (cos[at] !== 1 || sin[at] !== 0)) return undefined;
      if (i >= half) continue;
      if (cos[at] !== cos[at + half] || sin[at]! !== -sin[at + half]!) return undefined;
      caches.cos[row * half + i] = cos[at]!;
      caches.sin[row * half + i] = inverse ? sin[at]! : sin[at + half]!;
    }
  }
  return caches;
}

/** The fast dialect with it, for sessions of ONNX Runtime alone. */
export const rotaryDialect: Dialect = {
  ...fastDialect,
  fused: [...fastDialect.fused, 'rotary'],
  kernels(emit) {
    const kernels = fastDialect.kernels(emit);
    return { ...kernels, ...rotaryByOperator(emit, kernels) };
  },
  paths: [...fastDialect.paths, ...rotaryPaths],
};
