import type { TensorType } from '@mosa-js/core';
import { type Kernel, type KernelTable, type OpName, sameShape, stridesOf } from '@mosa-js/core/adapter';
import { broadcastOffsets, empty, fromHost, type RefTensor, rowsOf, stridedOffsets } from './array';
import { attention, attentionGradient } from './attention';
import { causalSelect } from './causal-select';
import { drawToken } from './draw-token';
import { rotary } from './rotary';
import { selectIndices } from './select';

type RefKernel<K extends OpName> = Kernel<RefTensor, K, TensorType>;

/** Every op of the tensor interface, plainly: the meaning of each is its doc comment in core's TensorOps. */
export const referenceKernels: Required<KernelTable<RefTensor, TensorType>> = {
  constant: (_inputs, attributes, output) => fromHost(attributes.data, output),
  neg: map((x) => -x),
  exp: map(Math.exp),
  log: map(Math.log),
  sqrt: map(Math.sqrt),
  sigmoid: map((x) => 1 / (1 + Math.exp(-x))),
  isNaN: map((x) => (Number.isNaN(x) ? 1 : 0)),
  not: map((x) => 1 - x),
  add: zip((a, b) => a + b),
  sub: zip((a, b) => a - b),
  mul: zip((a, b) => a * b),
  div: zip((a, b) => a / b),
  maximum: zip((a, b) => Math.max(a, b)),
  minimum: zip((a, b) => Math.min(a, b)),
  greater: zip((a, b) => (a > b ? 1 : 0)),
  greaterEqual: zip((a, b) => (a >= b ? 1 : 0)),
  equal: zip((a, b) => (a === b ? 1 : 0)),
  and: zip((a, b) => a & b),
  or: zip((a, b) => a | b),
  where: zip((condition, a, b) => (condition === 1 ? a! : b!)),
  cast: ([x], { dtype }, output) => {
    const result = empty(output.shape, dtype);
    const convert =
      dtype === 'bool'
        ? (value: number) => (value !== 0 ? 1 : 0)
        : dtype === 'int32'
          ? Math.trunc
          : (value: number) => value;
    x!.data.forEach((value, i) => {
      result.data[i] = convert(value);
    });
    return result;
  },
  reshape: ([x], { shape }) => ({ ...x!, shape }),
  transpose: ([x], { permutation }, output) => {
    const strides = stridesOf(x!.shape);
    return pick(
      x!,
      output,
      stridedOffsets(
        output.shape,
        permutation.map((axis) => strides[axis]!),
      ),
    );
  },
  broadcastTo: ([x], _attributes, output) => pick(x!, output, broadcastOffsets(x!.shape, output.shape)),
  concat: (inputs, { axis }, output) => {
    const result = empty(output.shape, output.dtype);
    const strides = stridesOf(output.shape);
    let start = 0;
    for (const x of inputs) {
      stridedOffsets(x.shape, strides, start).forEach((offset, i) => {
        result.data[offset] = x.data[i]!;
      });
      start += x.shape[axis]! * strides[axis]!;
    }
    return result;
  },
  slice: ([x], { begin }, output) => {
    const strides = stridesOf(x!.shape);
    const start = begin.reduce((sum, index, axis) => sum + index * strides[axis]!, 0);
    return pick(x!, output, stridedOffsets(output.shape, strides, start));
  },
  matMul: ([a, b], { transposeA, transposeB }, output) => {
    const [M, N] = output.shape.slice(-2) as [number, number];
    const K = a!.shape.at(transposeA ? -2 : -1)!;
    const result = empty(output.shape, 'float32');
    const [stepA, stepAK] = transposeA ? [1, M] : [K, 1];
    for (let batch = 0; batch < result.data.length / (M * N); batch++) {
      const row = new Float64Array(N);
      for (let m = 0; m < M; m++) {
        const i = batch * M * K + m * stepA;
        const j = batch * K * N;
        if (transposeB) dotRows(row, a!.data, i, stepAK, b!.data, j, K);
        else addRows(row, a!.data, i, stepAK, b!.data, j, K);
        result.data.set(row, (batch * M + m) * N);
      }
    }
    return result;
  },
  sum: reduce(0, (total, x) => total + x),
  max: reduce(Number.NEGATIVE_INFINITY, Math.max),
  softmax: byRow((row, out) => {
    const largest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let total = 0;
    row.forEach((x, i) => {
      out[i] = Math.exp(x - largest);
      total += out[i]!;
    });
    row.forEach((_, i) => {
      out[i]! /= total;
    });
  }),
  cumulativeSum: byRow((row, out) => {
    let total = 0;
    row.forEach((x, i) => {
      total += x;
      out[i] = total;
    });
  }),
  gather: ([x, indices], _attributes, output) => {
    const result = empty(output.shape, output.dtype);
    const width = x!.data.length / x!.shape[0]!;
    indices!.data.forEach((row, i) => {
      result.data.set(x!.data.subarray(row * width, (row + 1) * width), i * width);
    });
    return result;
  },
  scatterAdd: ([indices, updates], _attributes, output) => {
    const result = empty(output.shape, output.dtype);
    const width = output.shape[1]!;
    indices!.data.forEach((row, m) => {
      for (let d = 0; d < width; d++) result.data[row * width + d]! += updates!.data[m * width + d]!;
    });
    return result;
  },
  setRows: ([x, rows, values], _attributes, output) => {
    const result: RefTensor = { ...output, data: x!.data.slice() };
    const count = x!.shape[0]!;
    const width = result.data.length / count;
    rows!.data.forEach((row, m) => {
      if (row >= 0 && row < count) result.data.set(values!.data.subarray(m * width, (m + 1) * width), row * width);
    });
    return result;
  },
  topKValues: ([x], { k }, output) => {
    const result = empty(output.shape, 'float32');
    const { rows, length } = rowsOf(x!.shape);
    for (let row = 0; row < rows; row++) {
      const values = Float64Array.from(x!.data.subarray(row * length, (row + 1) * length))
        .sort()
        .reverse();
      result.data.set(values.subarray(0, k), row * k);
    }
    return result;
  },
  selectIndices,
  causalSelect,
  drawToken,
  attention,
  attentionGradient,
  rotary,
};

type Numbers = RefTensor['data'];

/** row[n] = Σ_k a[i + k·step] · b[j + k·N + n], with k outermost, so that b is read in the order in which it lies. */
function addRows(row: Float64Array, a: Numbers, i: number, step: number, b: Numbers, j: number, K: number): void {
  const N = row.length;
  row.fill(0);
  for (let k = 0; k < K; k++) {
    const factor = a[i + k * step]!;
    const start = j + k * N;
    for (let n = 0; n < N; n++) row[n]! += factor * b[start + n]!;
  }
}

/** row[n] = Σ_k a[i + k·step] · b[j + n·K + k] */
function dotRows(row: Float64Array, a: Numbers, i: number, step: number, b: Numbers, j: number, K: number): void {
  for (let n = 0; n < row.length; n++) {
    let sum = 0;
    for (let k = 0; k < K; k++) sum += a[i + k * step]! * b[j + n * K + k]!;
    row[n] = sum;
  }
}

function map(compute: (x: number) => number) {
  return ([x]: readonly RefTensor[], _attributes: unknown, output: TensorType): RefTensor => {
    const result = empty(output.shape, output.dtype);
    const { data } = x!;
    for (let i = 0; i < data.length; i++) result.data[i] = compute(data[i]!);
    return result;
  };
}

function zip(compute: (a: number, b: number, c?: number) => number) {
  return (inputs: readonly RefTensor[], _attributes: unknown, output: TensorType): RefTensor => {
    const result = empty(output.shape, output.dtype);
    const [a, b, c] = inputs.map((x) => {
      if (sameShape(x.shape, output.shape)) return x.data;
      return pick(x, { shape: output.shape, dtype: x.dtype }, broadcastOffsets(x.shape, output.shape)).data;
    });
    for (let i = 0; i < result.data.length; i++)
      result.data[i] = c ? compute(a![i]!, b![i]!, c[i]!) : compute(a![i]!, b![i]!);
    return result;
  };
}

function reduce(initial: number, combine: (total: number, x: number) => number): RefKernel<'sum'> {
  return ([x], { axes }, output) => {
    const result = empty(output.shape, output.dtype);
    const kept = x!.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
    const target = broadcastOffsets(kept, x!.shape);
    const totals = new Float64Array(result.data.length).fill(initial);
    const { data } = x!;
    for (let i = 0; i < data.length; i++) totals[target[i]!] = combine(totals[target[i]!]!, data[i]!);
    result.data.set(totals);
    return result;
  };
}

type Row = Float64Array | Int32Array | Uint8Array;

function byRow(compute: (row: Float64Array, out: Row) => void) {
  return ([x]: readonly RefTensor[], _attributes: unknown, output: TensorType): RefTensor => {
    const result = empty(output.shape, output.dtype);
    const { rows, length } = rowsOf(output.shape);
    for (let row = 0; row < rows; row++) {
      const [from, to] = [row * length, (row + 1) * length];
      compute(Float64Array.from(x!.data.subarray(from, to)), result.data.subarray(from, to));
    }
    return result;
  };
}

function pick(x: RefTensor, { shape, dtype }: TensorType, offsets: Int32Array): RefTensor {
  const result = empty(shape, dtype);
  const { data } = x;
  for (let i = 0; i < offsets.length; i++) result.data[i] = data[offsets[i]!]!;
  return result;
}
