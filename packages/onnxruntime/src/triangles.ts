import { type HostData, sizeOf, type TensorType } from '@mosa-js/core';
import { type KernelTable, sameShape } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import type { OnnxType, OnnxValue } from './onnx/model';

type Kernels = KernelTable<OnnxValue, TensorType>;

/** Elements of the largest bias that is part of the model; a larger one is made in every run, in a fraction of the time that its use takes. */
const largestStored = 2 ** 16;

/** Consecutive numbers. */
interface Range {
  readonly first: number;
}

/**
 * Kernels that know causal masks. Where with a mask that repeats for every head takes as long as a product on ONNX Runtime's CPU;
 * Trilu cuts off what is hidden, whatever it is, NaN too, and adding what stands for it to zeros is a plain sum of vectors.
 */
export function triangleKernels(emit: Emitter, plain: Kernels): Pick<Kernels, 'constant' | 'greaterEqual' | 'where'> {
  const ranges = new Map<string, Range>();
  const scalars = new Map<string, number>();
  /** By masks: the last column that the first row sees. */
  const diagonals = new Map<string, number>();
  const biases = new Map<string, OnnxValue>();

  /** float32 [n, m]: this number where a mask hides. */
  const biasOf = (value: number, diagonal: number, [n, m]: readonly [number, number], x: OnnxValue): OnnxValue => {
    const key = [value, diagonal, n, m].join();
    const type = { shape: [n, m], dtype: 'float32' } as const;
    const make = (): OnnxValue => {
      if (n * m <= largestStored) {
        const data = Float32Array.from({ length: n * m }, (_, i) => (i % m > Math.floor(i / m) + diagonal ? value : 0));
        return emit.initialiser(data, type);
      }
      const all = emit.node('Expand', [sameOf(value, x), emit.int64([n, m])], type);
      return emit.node('Trilu', [all, emit.int64(diagonal + 1)], type, { upper: { int: 1 } });
    };
    const bias = biases.get(key) ?? make();
    biases.set(key, bias);
    return bias;
  };

  /** This number, in a way that depends on x: what ONNX Runtime can compute when it loads a model, it stores. */
  const sameOf = (value: number, x: OnnxValue): OnnxValue => {
    const one: OnnxType = { shape: [1], dtype: 'float32' };
    const flat = emit.node('Reshape', [x, emit.int64([-1])], { shape: [sizeOf(x.type.shape)], dtype: 'float32' });
    const first = emit.node('Slice', [flat, emit.int64([0]), emit.int64([1])], one);
    const number = emit.number(value, 'float32');
    return emit.node('Where', [emit.node('IsNaN', [first], { ...one, dtype: 'bool' }), number, number], one);
  };

  return {
    constant(inputs, attributes, output) {
      const value = plain.constant(inputs, attributes, output);
      const { data } = attributes;
      const range = output.dtype === 'int32' && rangeOf(data);
      if (range) ranges.set(value.name, range);
      if (output.dtype === 'float32' && output.shape.length === 0) scalars.set(value.name, Math.fround(data[0]!));
      return value;
    },
    greaterEqual(inputs, attributes, output) {
      const value = plain.greaterEqual(inputs, attributes, output);
      const [rows, columns] = inputs as [OnnxValue, OnnxValue];
      const [n, m] = output.shape;
      const isTable = sameShape(rows.type.shape, [n!, 1]) && sameShape(columns.type.shape, [m!]);
      const [first, second] = [ranges.get(rows.name), ranges.get(columns.name)];
      if (isTable && first && second) diagonals.set(value.name, first.first - second.first);
      return value;
    },
    where(inputs, attributes, output) {
      const [mask, x, other] = inputs as [OnnxValue, OnnxValue, OnnxValue];
      const diagonal = diagonals.get(mask.name);
      const value = scalars.get(other.name);
      const isWhole = sameShape(x.type.shape, output.shape) && sameShape(mask.type.shape, output.shape.slice(-2));
      if (diagonal === undefined || value === undefined || !Number.isFinite(value) || !isWhole)
        return plain.where(inputs, attributes, output);
      emit.take('where: a triangle, cut off and added to');
      const lower = emit.node('Trilu', [x, emit.int64(diagonal)], output, { upper: { int: 0 } });
      if (value === 0) return lower;
      return emit.node('Add', [lower, biasOf(value, diagonal, mask.type.shape as [number, number], x)], output);
    },
  };
}

/** Undefined for others. */
function rangeOf(data: HostData): Range | undefined {
  return data.every((value, i) => value === data[0]! + i) ? { first: data[0]! } : undefined;
}
