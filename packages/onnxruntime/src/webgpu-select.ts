import type { TensorType } from '@mosa-js/core';
import type { Kernel } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import { dataTypeOf, type OnnxType, type OnnxValue } from './onnx/model';
import { allPositions } from './select';

/** The largest float32. */
const largest = (2 - 2 ** -23) * 2 ** 127;
/** Keys of what is no number: logits are halved, so that none of theirs is above ½ of the largest or below its negative. */
const keys = { infinity: 0.7 * largest, minusInfinity: -0.7 * largest, nan: -0.8 * largest, padding: -0.9 * largest };

/**
 * The select op by the TopK of the webgpu execution provider, where it was seen to put the lower position first among equals.
 * It is handed finite numbers alone, none of them −FLT_MAX, with which it fills up rows. Its indices are int64, of which the GPU
 * can do nothing but gather by them: so positions come out of a table, as float32, which holds those that a buffer has room for.
 */
export function selectByGpuTopK(emit: Emitter): Kernel<OnnxValue, 'selectIndices', TensorType> {
  return ([logits, valid], { k }, output) => {
    const { type } = logits as { readonly type: TensorType };
    const { shape } = type;
    const n = shape.at(-1)!;
    if (k === n) return allPositions(emit, n, output);
    emit.take('selectIndices: by TopK');
    const number = (value: number) => emit.number(Math.fround(value), 'float32');
    const half = emit.node('Mul', [logits!, number(0.5)], type);
    const above = emit.node('Max', [half, number(keys.minusInfinity)], type);
    const finite = emit.node('Min', [above, number(keys.infinity)], type);
    const isNumber = emit.node('Equal', [logits!, logits!], { shape, dtype: 'bool' });
    const ordered = emit.node('Where', [isNumber, finite, number(keys.nan)], type);
    const ranked = valid ? emit.node('Where', [valid, ordered, number(keys.padding)], type) : ordered;

    const found: OnnxType = { shape: output.shape, dtype: 'float32' };
    const places: OnnxType = { shape: output.shape, dtype: 'int64' };
    const topK = (x: OnnxValue, isLargest: 0 | 1) =>
      emit.pair('TopK', [x, emit.int64([k])], [found, places], {
        axis: { int: -1 },
        largest: { int: isLargest },
        sorted: { int: 1 },
      });
    const [, chosen] = topK(ranked, 1);
    const table = Float32Array.from({ length: n }, (_, i) => i);
    const positions = emit.node('Gather', [emit.initialiser(table, { shape: [n], dtype: 'float32' }), chosen], found, {
      axis: { int: 0 },
    });
    const [ascending] = topK(positions, 0);
    return emit.node('Cast', [ascending], output, { to: { int: dataTypeOf('int32') } });
  };
}
