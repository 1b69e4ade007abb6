import { type KernelTable, sameShape, type TensorType } from '@mosa-js/core';
import type { Emitter } from './emitter';
import { dataTypeOf, type OnnxValue } from './onnx/model';
import { reproducibleScatterAdd } from './webgpu-scatter';

type Kernels = KernelTable<OnnxValue, TensorType>;
type Replaced = 'log' | 'isNaN' | 'neg' | 'or' | 'where' | 'cast' | 'transpose' | 'concat' | 'slice' | 'scatterAdd';

/**
 * The primitives that ONNX Runtime's webgpu execution provider would leave to the CPU for some dtype, as operators that
 * it has and that give the same bits: IsNaN and Or for all; Neg and Slice for int32; Concat, Transpose and Slice for bool.
 * Two are there for other reasons: Log gives −88 for log 0 on some drivers and log 2 for log −2 on others, as WGSL allows, and
 * scatterAdd other bits in every run.
 */
export function webgpuKernels(emit: Emitter, plain: Pick<Kernels, Replaced>): Pick<Kernels, Replaced> {
  // Bits that were just made from int32 zeros and ones need no kernel to become them again.
  const numbers = new Map<string, OnnxValue>();
  const toNumbers = (x: OnnxValue): OnnxValue => {
    const known = numbers.get(x.name);
    if (known !== undefined) return known;
    const made = emit.node('Cast', [x], { ...x.type, dtype: 'int32' }, { to: { int: dataTypeOf('int32') } });
    numbers.set(x.name, made);
    return made;
  };
  const toBits = (x: OnnxValue): OnnxValue => {
    const bits = emit.node('Cast', [x], { ...x.type, dtype: 'bool' }, { to: { int: dataTypeOf('bool') } });
    numbers.set(bits.name, x);
    return bits;
  };

  // Where of bits fails at run time when it has to broadcast (1.30.0).
  const spread = (x: OnnxValue, { shape }: TensorType): OnnxValue =>
    sameShape(x.type.shape, shape) ? x : emit.node('Expand', [x, emit.int64(shape)], { ...x.type, shape });
  const whereBits = (inputs: readonly OnnxValue[], output: TensorType): OnnxValue =>
    emit.node(
      'Where',
      inputs.map((x) => spread(x, output)),
      output,
    );

  return {
    log: ([x], _attributes, output) => {
      const zero = emit.number(0, 'float32');
      const isZero = emit.node('Equal', [x!, zero], { ...output, dtype: 'bool' });
      const isNegative = emit.node('Greater', [zero, x!], { ...output, dtype: 'bool' });
      const logarithm = emit.node('Log', [x!], output);
      const positive = emit.node('Where', [isNegative, emit.number(Number.NaN, 'float32'), logarithm], output);
      return emit.node('Where', [isZero, emit.number(Number.NEGATIVE_INFINITY, 'float32'), positive], output);
    },
    isNaN: ([x], _attributes, output) => emit.node('Not', [emit.node('Equal', [x!, x!], output)], output),
    neg: ([x], attributes, output) =>
      output.dtype === 'int32'
        ? emit.node('Sub', [emit.number(0, 'int32'), x!], output)
        : plain.neg([x!], attributes, output),
    or: ([a, b], _attributes, output) => whereBits([a!, a!, b!], output),
    where: (inputs, attributes, output) =>
      output.dtype === 'bool' ? whereBits(inputs, output) : plain.where(inputs, attributes, output),
    cast: ([x], attributes, output) => {
      if (x!.type.dtype === output.dtype) return x!;
      if (x!.type.dtype === 'bool' && output.dtype === 'int32') return toNumbers(x!);
      return plain.cast([x!], attributes, output);
    },
    transpose: ([x], attributes, output) => {
      if (output.dtype !== 'bool') return plain.transpose([x!], attributes, output);
      return toBits(plain.transpose([toNumbers(x!)], attributes, { ...output, dtype: 'int32' }));
    },
    concat: (inputs, attributes, output) => {
      if (output.dtype !== 'bool') return plain.concat(inputs, attributes, output);
      return toBits(plain.concat(inputs.map(toNumbers), attributes, { ...output, dtype: 'int32' }));
    },
    scatterAdd: reproducibleScatterAdd(emit),
    slice: ([x], attributes, output) => {
      if (output.dtype === 'float32') return plain.slice([x!], attributes, output);
      const shape = [...x!.type.shape];
      return attributes.begin.reduce((value, start, axis) => {
        const size = attributes.size[axis]!;
        if (size === shape[axis]) return value;
        shape[axis] = size;
        const rows = Int32Array.from({ length: size }, (_, i) => start + i);
        const positions = emit.initialiser(rows, { shape: [size], dtype: 'int32' });
        const type = { shape: [...shape], dtype: output.dtype };
        return emit.node('Gather', [value, positions], type, { axis: { int: axis } });
      }, x!);
    },
  };
}
