import type { TensorType } from '@mosa-js/core';
import type { KernelTable } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import type { OnnxValue } from './onnx/model';

type Kernels = KernelTable<OnnxValue, TensorType>;
type Replaced = 'exp' | 'log' | 'sigmoid' | 'softmax' | 'isNaN';

/**
 * Ops that keep a NaN where WGSL lets a driver answer anything: on SwiftShader exp(NaN) is ∞, and what is made of it 0.
 * Comparisons, additions and copies of NaN were right on every driver, so NaN is found by x ≠ x and put back by Where.
 */
export function nanKeepingKernels(emit: Emitter, plain: Pick<Kernels, Replaced>): Pick<Kernels, Replaced> {
  const isNumber = (x: OnnxValue) => emit.node('Equal', [x, x], { shape: x.type.shape, dtype: 'bool' });
  const keepNaN = (x: OnnxValue, result: OnnxValue) => emit.node('Where', [isNumber(x), result, x], result.type);

  return {
    exp: ([x], attributes, output) => {
      emit.take('exp: NaN kept');
      return keepNaN(x!, plain.exp([x!], attributes, output));
    },
    // Log gives −88 for log 0 on some drivers, log 2 for log −2 and 89 for log NaN on others, as WGSL allows.
    log: ([x], attributes, output) => {
      emit.take('log: zero, negatives and NaN answered apart');
      const zero = emit.number(0, 'float32');
      const bits = { ...output, dtype: 'bool' } as const;
      const [infinity, nan] = [Number.NEGATIVE_INFINITY, Number.NaN].map((value) => emit.number(value, 'float32'));
      const others = emit.node('Where', [emit.node('Equal', [x!, zero], bits), infinity!, nan!], output);
      const isPositive = emit.node('Greater', [x!, zero], bits);
      return emit.node('Where', [isPositive, plain.log([x!], attributes, output), others], output);
    },
    sigmoid: ([x], attributes, output) => {
      emit.take('sigmoid: NaN kept');
      return keepNaN(x!, plain.sigmoid([x!], attributes, output));
    },
    isNaN: ([x], _attributes, output) => {
      emit.take('isNaN: x ≠ x');
      return emit.node('Not', [isNumber(x!)], output);
    },
    // A sum of magnitudes is NaN only where an element is; 0 · it would be NaN where it overflows, too.
    softmax: ([x], attributes, output) => {
      emit.take('softmax: NaN kept');
      const row = { ...output, shape: [...output.shape.slice(0, -1), 1] };
      const magnitude = emit.node('ReduceL1', [x!, emit.int64([-1])], row, { keepdims: { int: 1 } });
      const nanOrZero = emit.node('Where', [isNumber(magnitude), emit.number(0, 'float32'), magnitude], row);
      return emit.node('Add', [plain.softmax([x!], attributes, output), nanOrZero], output);
    },
  };
}
