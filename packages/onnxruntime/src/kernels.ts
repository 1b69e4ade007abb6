import type { TensorType } from '@mosa-js/core';
import { broadcastShapes, type FusedOpName, type Kernel, type KernelTable } from '@mosa-js/core/adapter';
import { cpuPaths, kernelPaths, type OnnxPath } from './code-paths';
import type { Emitter } from './emitter';
import { setRowsBy } from './kernel-ops';
import type { DeviceMoves } from './moves';
import { dataTypeOf, type OnnxAttributes, type OnnxValue } from './onnx/model';
import { scatterRows } from './scatter';
import type { OnnxTarget } from './target';

/** How models for a target are written. */
export interface Dialect {
  readonly target: OnnxTarget;
  /** Fused ops that have nodes of their own. */
  readonly fused: readonly FusedOpName[];
  /** Every primitive of the tensor interface, and each of those, as nodes of ai.onnx. */
  kernels(emit: Emitter): KernelTable<OnnxValue, TensorType>;
  /** The code paths of these kernels and of the outputs of such models. */
  readonly paths: readonly OnnxPath[];
  /** How tensors get to the device and back, where that is not the host. */
  readonly moves?: DeviceMoves;
}

/** By operators that compute alone what an op says, wherever they run. */
export const cpuDialect: Dialect = {
  target: 'cpu',
  fused: [],
  kernels: cpuKernels,
  paths: [...kernelPaths, ...cpuPaths],
};

export function cpuKernels(emit: Emitter): KernelTable<OnnxValue, TensorType> {
  /** An op that is one operator without attributes. */
  const plain =
    (operator: string) =>
    (inputs: readonly OnnxValue[], _attributes: unknown, output: TensorType): OnnxValue =>
      emit.node(operator, inputs, output);

  const reduce =
    (operator: string): Kernel<OnnxValue, 'sum' | 'max', TensorType> =>
    ([x], { axes, keepDims }, output) =>
      emit.node(operator, [x!, emit.int64(axes)], output, { keepdims: { int: keepDims ? 1 : 0 } });

  const transposed = (x: OnnxValue): OnnxValue => {
    const axes = x.type.shape.map((_, axis) => axis);
    const permutation = [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!];
    const shape = permutation.map((axis) => x.type.shape[axis]!);
    return emit.node('Transpose', [x], { shape, dtype: x.type.dtype }, { perm: { ints: permutation } });
  };

  const both = (a: OnnxValue, b: OnnxValue): OnnxValue =>
    emit.node('And', [a, b], { shape: broadcastShapes('where', [a.type.shape, b.type.shape]), dtype: 'bool' });

  const lastAxis: OnnxAttributes = { axis: { int: -1 } };

  const kernels: KernelTable<OnnxValue, TensorType> = {
    constant: (_inputs, { data }, output) => emit.initialiser(data, output),
    neg: plain('Neg'),
    exp: plain('Exp'),
    log: plain('Log'),
    sqrt: plain('Sqrt'),
    // 1 / (1 + e^−x). The CPU kernel of Sigmoid cuts off at −18 and is off by up to 2e-7 before that: a score of 2e-9
    // comes out as 0, one of 5e-8 as 2e-7.
    sigmoid: ([x], _attributes, output) => {
      emit.take('sigmoid: by exp');
      const one = emit.number(1, 'float32');
      const power = emit.node('Exp', [emit.node('Neg', [x!], output)], output);
      return emit.node('Div', [one, emit.node('Add', [one, power], output)], output);
    },
    isNaN: plain('IsNaN'),
    not: plain('Not'),
    add: plain('Add'),
    sub: plain('Sub'),
    mul: plain('Mul'),
    div: plain('Div'),
    maximum: plain('Max'),
    minimum: plain('Min'),
    greater: plain('Greater'),
    greaterEqual: plain('GreaterOrEqual'),
    equal: plain('Equal'),
    and: plain('And'),
    or: plain('Or'),
    where: ([condition, a, b], _attributes, output) => {
      emit.take(output.dtype === 'bool' ? 'where: bool by and, or, not' : 'where: numbers');
      if (output.dtype !== 'bool') return emit.node('Where', [condition!, a!, b!], output);
      // ONNX Runtime has no Where for bool on the CPU.
      const other = emit.node('Not', [condition!], condition!.type);
      return emit.node('Or', [both(condition!, a!), both(other, b!)], output);
    },
    cast: ([x], { dtype }, output) => {
      emit.take(x!.type.dtype === dtype ? 'cast: to its own dtype' : 'cast: to another dtype');
      if (x!.type.dtype === dtype) return x!;
      return emit.node('Cast', [x!], output, { to: { int: dataTypeOf(dtype) } });
    },
    reshape: ([x], { shape }, output) => emit.node('Reshape', [x!, emit.int64(shape)], output),
    transpose: ([x], { permutation }, output) => emit.node('Transpose', [x!], output, { perm: { ints: permutation } }),
    broadcastTo: ([x], { shape }, output) => emit.node('Expand', [x!, emit.int64(shape)], output),
    concat: (inputs, { axis }, output) => emit.node('Concat', inputs, output, { axis: { int: axis } }),
    slice: ([x], { begin, size }, output) => {
      emit.take(begin.length === 0 ? 'slice: scalar' : 'slice: box');
      if (begin.length === 0) return x!; // Slice takes no scalar
      const end = begin.map((start, axis) => start + size[axis]!);
      return emit.node('Slice', [x!, emit.int64(begin), emit.int64(end)], output);
    },
    matMul: ([a, b], { transposeA, transposeB }, output) => {
      emit.take(matMulPath(transposeA, transposeB));
      return emit.node('MatMul', [transposeA ? transposed(a!) : a!, transposeB ? transposed(b!) : b!], output);
    },
    sum: reduce('ReduceSum'),
    max: reduce('ReduceMax'),
    softmax: ([x], _attributes, output) => emit.node('Softmax', [x!], output, lastAxis),
    cumulativeSum: ([x], _attributes, output) => emit.node('CumSum', [x!, emit.int64(-1)], output),
    gather: ([x, indices], _attributes, output) => emit.node('Gather', [x!, indices!], output, { axis: { int: 0 } }),
    scatterAdd: ([indices, updates], _attributes, output) =>
      scatterRows(emit, indices!, updates!.type.shape[1]!, output)(updates!, 'add'),
    setRows: setRowsBy(() => kernels),
    topKValues: ([x], { k }, output) => emit.node('TopK', [x!, emit.int64([k])], output, lastAxis, ['indices']),
  };
  return kernels;
}

function matMulPath(transposeA: boolean, transposeB: boolean): OnnxPath {
  if (transposeA) return transposeB ? 'matMul: both transposed' : 'matMul: a transposed';
  return transposeB ? 'matMul: b transposed' : 'matMul: as given';
}
