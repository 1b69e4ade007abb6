import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Kernel } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import type { OnnxValue } from './onnx/model';

/** Sums of fewer elements are added up in float32 where there are many of them (1.30.0), int32 too. */
const fewElements = 32;
/** Of a number below 2³¹ in magnitude, 2¹² leaves less than 2¹⁹ above and less than 2¹² below: 32 of either are exact in float32. */
const half = 2 ** 12;

/** ReduceSum that is exact for int32: the upper and the lower half of the bits are summed apart where float32 may be in between. */
export function exactSum(emit: Emitter, plain: Kernel<OnnxValue, 'sum', TensorType>) {
  const sum: typeof plain = ([x], attributes, output) => {
    const count = sizeOf(x!.type.shape) / sizeOf(output.shape);
    if (output.dtype === 'float32') emit.take('sum: float32');
    else if (count >= fewElements) emit.take('sum: int32, 32 elements or more');
    if (output.dtype === 'float32' || count >= fewElements) return plain([x!], attributes, output);
    emit.take('sum: int32 in halves, fewer than 32 elements');
    const unit = emit.number(half, 'int32');
    const upper = emit.node('Div', [x!, unit], x!.type);
    const lower = emit.node('Sub', [x!, emit.node('Mul', [upper, unit], x!.type)], x!.type);
    const whole = emit.node('Mul', [plain([upper], attributes, output), unit], output);
    return emit.node('Add', [whole, plain([lower], attributes, output)], output);
  };
  return sum;
}

/** CumSum adds up every prefix anew, so the work grows with the square of the row. Longer rows are cut into blocks. */
const longestRow = 512;

/**
 * Running sums in about 2 · N^1.5 additions a row of N: within blocks, of the blocks' totals, and the two together.
 * @param slice the primitive, for the padding behind the last block
 */
export function blockwiseCumulativeSum(emit: Emitter, slice: Kernel<OnnxValue, 'slice', TensorType>) {
  const last = emit.int64.bind(emit, -1);
  const running = (x: OnnxValue, exclusive: 0 | 1) =>
    emit.node('CumSum', [x, last()], x.type, { exclusive: { int: exclusive } });

  const cumulativeSum: Kernel<OnnxValue, 'cumulativeSum', TensorType> = ([x], _attributes, output) => {
    const { dtype } = output;
    const lead = output.shape.slice(0, -1);
    const length = output.shape.at(-1)!;
    if (length <= longestRow) {
      emit.take('cumulativeSum: rows in one piece');
      return running(x!, 0);
    }
    const block = 2 ** Math.ceil(Math.log2(length) / 2);
    const blocks = Math.ceil(length / block);
    const padding = blocks * block - length;
    emit.take(
      padding === 0 ? 'cumulativeSum: rows in whole blocks' : 'cumulativeSum: rows in blocks, the last one padded',
    );
    const reshape = (value: OnnxValue, shape: readonly number[]) =>
      emit.node('Reshape', [value, emit.int64(shape)], { shape, dtype });

    const padded = padding === 0 ? x! : withZeros(emit, x!, padding); // [...S, blocks · block]
    const within = running(reshape(padded, [...lead, blocks, block]), 0); // [...S, blocks, block]
    const lastOne = emit.initialiser(Int32Array.of(block - 1), { shape: [1], dtype: 'int32' });
    const totals = emit.node(
      'Gather',
      [within, lastOne],
      { shape: [...lead, blocks, 1], dtype },
      { axis: { int: -1 } },
    );
    const before = running(reshape(totals, [...lead, blocks]), 1); // [...S, blocks]
    const sums = emit.node('Add', [within, reshape(before, [...lead, blocks, 1])], within.type);
    const flat = reshape(sums, [...lead, blocks * block]);
    if (padding === 0) return flat;
    return slice([flat], { begin: output.shape.map(() => 0), size: output.shape }, output);
  };
  return cumulativeSum;
}

function withZeros(emit: Emitter, x: OnnxValue, count: number): OnnxValue {
  const { shape, dtype } = x.type as TensorType;
  const lead = shape.slice(0, -1);
  const zeros = emit.node('Expand', [emit.number(0, dtype), emit.int64([...lead, count])], {
    shape: [...lead, count],
    dtype,
  });
  const type = { shape: [...lead, shape.at(-1)! + count], dtype };
  return emit.node('Concat', [x, zeros], type, { axis: { int: -1 } });
}
