import type { TensorType } from '@mosa-js/core';
import { type KernelTable, sameShape } from '@mosa-js/core/adapter';
import { kernelPaths, type OnnxPath, selectPaths } from './code-paths';
import { createDownloads, outputLocations } from './download';
import type { Emitter } from './emitter';
import { setRowsBy } from './kernel-ops';
import { cpuKernels, type Dialect } from './kernels';
import { dataTypeOf, type OnnxValue } from './onnx/model';
import { onDevice } from './shared-weights';
import { shortCuts } from './short-cuts';
import { attentionByOperator } from './webgpu-attention';
import { nanKeepingKernels } from './webgpu-nan';
import { webgpuAttentionPaths, webgpuPaths, webgpuSelectPaths } from './webgpu-paths';
import { reproducibleScatterAdd } from './webgpu-scatter';
import { selectByGpuTopK } from './webgpu-select';
import { blockwiseCumulativeSum, exactSum } from './webgpu-sums';

type Kernels = KernelTable<OnnxValue, TensorType>;
type Composed = 'neg' | 'and' | 'or' | 'where' | 'cast' | 'transpose' | 'concat' | 'slice';

/** What is only written where it was seen to be right. */
export interface WebgpuForms {
  /** Selection by TopK. */
  readonly select: boolean;
  /** Attention by MultiHeadAttention. */
  readonly attention: boolean;
}

/** Backends import it when they are on WebGPU, so that pages which are not need not load it. */
export function webgpuDialectOf({ select, attention }: WebgpuForms): Dialect {
  return {
    target: 'webgpu',
    fused: [...(select ? (['selectIndices'] as const) : []), ...(attention ? (['attention'] as const) : [])],
    kernels(emit) {
      const plain = shortCuts(emit, cpuKernels(emit));
      const kernels: Kernels = {
        ...plain,
        ...webgpuKernels(emit, plain),
        ...(select ? { selectIndices: selectByGpuTopK(emit) } : {}),
        setRows: setRowsBy(() => kernels),
        ...(attention ? { attention: attentionByOperator(emit, () => kernels) } : {}),
      };
      return kernels;
    },
    paths: [
      ...kernelPaths,
      ...webgpuPaths,
      ...(select ? [...selectPaths, ...webgpuSelectPaths] : []),
      ...(attention ? webgpuAttentionPaths : []),
    ],
    moves: { onDevice, createDownloads, outputLocations },
  };
}

/** By what ONNX says of its operators. */
export const webgpuDialect: Dialect = /* @__PURE__ */ webgpuDialectOf({ select: true, attention: false });

/**
 * The primitives that ONNX Runtime's webgpu execution provider leaves to the CPU for some dtype, or computes otherwise
 * than the interface says, by operators that it has on the GPU: Or for all; Neg and Slice for int32; Concat,
 * Transpose and Slice for bool; and what the modules beside this one tell of NaN, of sums and of scatterAdd.
 */
function webgpuKernels(emit: Emitter, plain: Kernels): Partial<Kernels> {
  const composed = composedKernels(emit, plain);
  return {
    ...composed,
    ...nanKeepingKernels(emit, plain),
    sum: exactSum(emit, plain.sum),
    cumulativeSum: blockwiseCumulativeSum(emit, composed.slice),
    scatterAdd: reproducibleScatterAdd(emit),
  };
}

function composedKernels(emit: Emitter, plain: Kernels): Pick<Kernels, Composed> {
  // Bits that were just made from int32 zeros and ones need no kernel to become them again.
  const numbers = new Map<string, OnnxValue>();
  const toNumbers = (x: OnnxValue): OnnxValue => {
    const known = numbers.get(x.name);
    if (known !== undefined) {
      emit.take('cast: bool to the int32 that it was made from');
      return known;
    }
    emit.take('cast: bool to int32');
    const made = emit.node('Cast', [x], { ...x.type, dtype: 'int32' }, { to: { int: dataTypeOf('int32') } });
    numbers.set(x.name, made);
    return made;
  };
  const toBits = (x: OnnxValue): OnnxValue => {
    const bits = emit.node('Cast', [x], { ...x.type, dtype: 'bool' }, { to: { int: dataTypeOf('bool') } });
    numbers.set(bits.name, x);
    return bits;
  };

  // Where of bits fails at run time when it has to broadcast, and And may run the shader of another broadcast (1.30.0).
  const spread = (x: OnnxValue, { shape }: TensorType): OnnxValue =>
    sameShape(x.type.shape, shape) ? x : emit.node('Expand', [x, emit.int64(shape)], { ...x.type, shape });
  const alike = (inputs: readonly OnnxValue[], output: TensorType, equal: OnnxPath, expanded: OnnxPath) => {
    emit.take(inputs.every((x) => sameShape(x.type.shape, output.shape)) ? equal : expanded);
    return inputs.map((x) => spread(x, output));
  };

  // ONNX Runtime moves transpositions behind comparisons and casts (1.30.0), where they are of bits, which the GPU has not.
  // It moves none behind a Reshape that takes an axis away.
  const transposed = (x: OnnxValue, permutation: readonly number[], output: TensorType): OnnxValue => {
    const [from, to] = [x.type, output].map(({ shape, dtype }) => ({ shape: [1, ...shape], dtype }));
    const deeper = emit.node('Reshape', [x, emit.int64(from!.shape)], from!);
    const perm = { ints: [0, ...permutation.map((axis) => axis + 1)] };
    return emit.node('Reshape', [emit.node('Transpose', [deeper], to!, { perm }), emit.int64(output.shape)], output);
  };

  return {
    neg: ([x], attributes, output) => {
      emit.take(output.dtype === 'int32' ? 'neg: int32 by 0 − x' : 'neg: float32');
      if (output.dtype === 'int32') return emit.node('Sub', [emit.number(0, 'int32'), x!], output);
      return plain.neg([x!], attributes, output);
    },
    and: (inputs, _attributes, output) =>
      emit.node('And', alike(inputs, output, 'and: equal shapes', 'and: expanded'), output),
    or: ([a, b], _attributes, output) => {
      const [first, second] = alike([a!, b!], output, 'or: equal shapes', 'or: expanded');
      return emit.node('Where', [first!, first!, second!], output);
    },
    where: (inputs, attributes, output) => {
      if (output.dtype !== 'bool') return plain.where(inputs, attributes, output);
      return emit.node('Where', alike(inputs, output, 'where: bool, equal shapes', 'where: bool, expanded'), output);
    },
    cast: ([x], attributes, output) => {
      if (x!.type.dtype === 'bool' && output.dtype === 'int32') return toNumbers(x!);
      return plain.cast([x!], attributes, output);
    },
    transpose: ([x], { permutation }, output) => {
      emit.take(output.dtype === 'bool' ? 'transpose: bool by int32' : 'transpose: numbers');
      if (output.dtype !== 'bool') return transposed(x!, permutation, output);
      return toBits(transposed(toNumbers(x!), permutation, { ...output, dtype: 'int32' }));
    },
    concat: (inputs, attributes, output) => {
      emit.take(output.dtype === 'bool' ? 'concat: bool by int32' : 'concat: numbers');
      if (output.dtype !== 'bool') return plain.concat(inputs, attributes, output);
      return toBits(plain.concat(inputs.map(toNumbers), attributes, { ...output, dtype: 'int32' }));
    },
    slice: ([x], attributes, output) => {
      if (output.dtype === 'float32') return plain.slice([x!], attributes, output);
      const isWhole = sameShape(x!.type.shape, output.shape);
      emit.take(isWhole ? 'slice: int32 or bool as a whole' : 'slice: int32 or bool by gathers');
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
