import type { TensorType } from '@mosa-js/core';
import type { Kernel } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import { dataTypeOf, type OnnxType, type OnnxValue } from './onnx/model';

/** What stands for −∞, NaN and padding in float64, in the order of the selection: all far below any float32. */
const below = { minusInfinity: -1e300, nan: -2e300, padding: -3e300 } as const;

/**
 * The select op by TopK, of which ONNX says that the lower position goes first among equals. Keys are float64, in which there is
 * room below the float32 numbers for what ranks after them. Positions are put in order by a second TopK.
 */
export function selectByTopK(emit: Emitter): Kernel<OnnxValue, 'selectIndices', TensorType> {
  return ([logits, valid], { k }, output) => {
    const { shape } = logits!.type;
    const n = shape.at(-1)!;
    if (k === n) return allPositions(emit, n, output);
    emit.take('selectIndices: by TopK');
    const wide: OnnxType = { shape, dtype: 'float64' };
    const constant = (value: number) => emit.number(value, 'float64');
    const number = emit.node('Cast', [logits!], wide, { to: { int: dataTypeOf('float64') } });
    const finite = emit.node('Max', [number, constant(below.minusInfinity)], wide);
    const nan = emit.node('IsNaN', [logits!], { shape, dtype: 'bool' });
    const ordered = emit.node('Where', [nan, constant(below.nan), finite], wide);
    const keys = valid ? emit.node('Where', [valid, ordered, constant(below.padding)], wide) : ordered;
    const positions: OnnxType = { shape: output.shape, dtype: 'int64' };
    const count = emit.int64([k]);
    const topK = (x: OnnxValue, type: OnnxType, largest: 0 | 1) =>
      emit.pair('TopK', [x, count], [type, positions], {
        axis: { int: -1 },
        largest: { int: largest },
        sorted: { int: largest === 1 ? 0 : 1 },
      });
    const [, chosen] = topK(keys, { shape: output.shape, dtype: 'float64' }, 1);
    const [ascending] = topK(chosen, positions, 0);
    return emit.node('Cast', [ascending], output, { to: { int: dataTypeOf('int32') } });
  };
}

/** What selects all of a row. */
export function allPositions(emit: Emitter, n: number, output: TensorType): OnnxValue {
  emit.take('selectIndices: all');
  const positions = Int32Array.from({ length: n }, (_, i) => i);
  return emit.node(
    'Expand',
    [emit.initialiser(positions, { shape: [n], dtype: 'int32' }), emit.int64(output.shape)],
    output,
  );
}
