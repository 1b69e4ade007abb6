import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Kernel, KernelTable, OpName } from '@mosa-js/core/adapter';
import { broadcastOffsets, empty, referenceKernels as exact, type RefTensor } from '@mosa-js/reference';
import { type Arithmetic, type Bounded, withError } from './bounded';
import { absolute, exactUpTo, gridOf, largestOf } from './exact';
import { softmax } from './softmax';

/**
 * The tensor interface over values with error bounds: each op adds what rounding may add (first-order running error
 * analysis, as in Higham, Accuracy and Stability of Numerical Algorithms, chapter 3). Comparisons and selections are taken as
 * exact, since they are judged on the backend's own operands. Fused attention has no entry: it is bounded by its decomposition.
 */
export function boundedKernels({ unit: u, tiny }: Arithmetic): KernelTable<Bounded, TensorType> {
  const ulp = 2 * u;
  /** Whether float32 has the number: then float64 has it, too. Those below the smallest normal one may be flushed to 0. */
  const holds = (value: number) => Math.fround(value) === value && (value === 0 || Math.abs(value) >= tiny);
  const values = (inputs: readonly Bounded[]) => inputs.map((input) => input.value);

  /** The same movement of elements for values and errors. */
  const move = <K extends OpName>(op: K): Kernel<Bounded, K, TensorType> => {
    const kernel = exact[op] as unknown as Kernel<RefTensor, K, TensorType>;
    return ([x, ...others], attributes, output) => ({
      value: kernel([x!.value, ...values(others)], attributes, output),
      error: kernel([x!.error, ...values(others)], attributes, { shape: output.shape, dtype: 'float32' }),
    });
  };
  /** No rounding: integers, truth values. */
  const exactly = <K extends OpName>(op: K): Kernel<Bounded, K, TensorType> => {
    const kernel = exact[op] as unknown as Kernel<RefTensor, K, TensorType>;
    return (inputs, attributes, output) => withError(kernel(values(inputs), attributes, output), () => 0);
  };
  const unary = (
    op: 'neg' | 'exp' | 'log' | 'sqrt' | 'sigmoid',
    bound: (x: number, e: number, y: number) => number,
  ) => {
    return ([x]: readonly Bounded[], attributes: Record<never, never>, output: TensorType): Bounded => {
      const value = exact[op]([x!.value], attributes, output);
      return withError(value, (i) => bound(x!.value.data[i]!, x!.error.data[i]!, value.data[i]!));
    };
  };
  type Binary = 'add' | 'sub' | 'mul' | 'div' | 'maximum' | 'minimum';
  const binary = (op: Binary, bound: (a: number, ea: number, b: number, eb: number, y: number) => number) => {
    return ([a, b]: readonly Bounded[], attributes: Record<never, never>, output: TensorType): Bounded => {
      const value = exact[op]([a!.value, b!.value], attributes, output);
      const atA = broadcastOffsets(a!.value.shape, output.shape);
      const atB = broadcastOffsets(b!.value.shape, output.shape);
      const of = (x: Bounded, at: number) => [x.value.data[at]!, x.error.data[at]!] as const;
      return withError(value, (i) => bound(...of(a!, atA[i]!), ...of(b!, atB[i]!), value.data[i]!));
    };
  };

  /** What rounding a result adds: nothing where the operands are exact and the result is a number that there is. */
  const rounded = (carried: number, y: number) => (carried === 0 && holds(y) ? 0 : u * Math.abs(y) + tiny);
  /** An error times a factor; an exact operand has none to scale, not even by infinity. */
  const scaled = (factor: number, error: number) => (error === 0 ? 0 : Math.abs(factor) * error);

  return {
    constant: (_inputs, attributes, output) => {
      const value = exact.constant([], attributes, output);
      // Made in float64, stored narrower.
      return withError(value, (i) => (holds(value.data[i]!) ? 0 : u * Math.abs(value.data[i]!)));
    },
    neg: unary('neg', (_x, e) => e),
    exp: unary('exp', (x, e, y) => (y === 0 ? 0 : y * Math.expm1(e) + (3 + 2 * Math.abs(x)) * ulp * y) + tiny),
    log: unary(
      'log',
      (x, e, y) => (e < x ? e / (x - e) : e === 0 ? 0 : Number.POSITIVE_INFINITY) + 3 * ulp * Math.abs(y) + 8 * u,
    ),
    sqrt: unary('sqrt', (x, e, y) => (e < x ? e / (y + Math.sqrt(x - e)) : Math.sqrt(e)) + 4 * ulp * y + tiny),
    sigmoid: unary('sigmoid', (x, e, y) => {
      if (!Number.isFinite(x)) return 0;
      const slope = y * (1 - y) * Math.exp(e) * e;
      return slope + (6 + 2 * Math.abs(x)) * ulp * y + tiny;
    }),
    isNaN: exactly('isNaN'),
    not: exactly('not'),
    add: binary('add', (_a, ea, _b, eb, y) => ea + eb + rounded(ea + eb, y)),
    sub: binary('sub', (_a, ea, _b, eb, y) => ea + eb + rounded(ea + eb, y)),
    mul: binary('mul', (a, ea, b, eb, y) => scaled(a, eb) + scaled(b, ea) + ea * eb + rounded(ea + eb, y)),
    div: binary(
      'div',
      (_a, ea, b, eb, y) =>
        (eb < Math.abs(b) ? (ea + Math.abs(y) * eb) / (Math.abs(b) - eb) : Number.POSITIVE_INFINITY) +
        2.5 * ulp * Math.abs(y) +
        tiny,
    ),
    maximum: binary('maximum', (_a, ea, _b, eb) => Math.max(ea, eb)),
    minimum: binary('minimum', (_a, ea, _b, eb) => Math.max(ea, eb)),
    greater: exactly('greater'),
    greaterEqual: exactly('greaterEqual'),
    equal: exactly('equal'),
    and: exactly('and'),
    or: exactly('or'),
    where: (inputs, attributes, output) => {
      const [condition, a, b] = inputs as [Bounded, Bounded, Bounded];
      return {
        value: exact.where(values(inputs), attributes, output),
        error: exact.where([condition.value, a.error, b.error], attributes, { ...output, dtype: 'float32' }),
      };
    },
    cast: ([x], attributes, output) => {
      const value = exact.cast([x!.value], attributes, output);
      const same = x!.value.dtype === 'float32';
      return withError(value, (i) =>
        same ? x!.error.data[i]! : Math.abs(value.data[i]!) > 2 ** 24 ? u * Math.abs(value.data[i]!) : 0,
      );
    },
    reshape: move('reshape'),
    transpose: move('transpose'),
    broadcastTo: move('broadcastTo'),
    concat: (inputs, attributes, output) => ({
      value: exact.concat(values(inputs), attributes, output),
      error: exact.concat(
        inputs.map((input) => input.error),
        attributes,
        { ...output, dtype: 'float32' },
      ),
    }),
    slice: move('slice'),
    matMul: ([a, b], attributes, output) => {
      const inner = a!.value.shape.at(attributes.transposeA ? -2 : -1)!;
      const product = (x: RefTensor, y: RefTensor) => exact.matMul([x, y], attributes, output).data;
      const value = exact.matMul([a!.value, b!.value], attributes, output);
      const [gridA, gridB] = [gridOf(a!), gridOf(b!)];
      if (gridA !== undefined && gridB !== undefined) {
        const limit = exactUpTo(gridA * gridB, u);
        if (inner * largestOf(a!.value) * largestOf(b!.value) <= limit) return withError(value, () => 0);
        const sums = product(absolute(a!.value), absolute(b!.value));
        return withError(value, (i) => (sums[i]! <= limit ? 0 : (inner + 1) * u * sums[i]!));
      }
      const [absA, absB] = [absolute(a!.value), absolute(b!.value)];
      // |A|·(E_B + γ|B|) + E_A·(|B| + E_B): two products bound the rounding of K terms and the errors carried in.
      const first = product(absA, combine(b!.error, absB, 1, (inner + 1) * u));
      const second = product(a!.error, combine(absB, b!.error, 1, 1));
      return withError(value, (i) => first[i]! + second[i]! + inner * tiny);
    },
    sum: ([x], attributes, output) => {
      const count = x!.value.data.length / sizeOf(output.shape);
      const add = (y: RefTensor) => exact.sum([y], attributes, { ...output, dtype: 'float32' }).data;
      const [carried, sums] = [add(x!.error), add(absolute(x!.value))];
      const limit = exactUpTo(gridOf(x!), u);
      const value = exact.sum([x!.value], attributes, output);
      return withError(value, (i) => (sums[i]! <= limit ? 0 : carried[i]! + count * u * sums[i]! + tiny));
    },
    max: ([x], attributes, output) => {
      const largest = exact.max([x!.error], attributes, { ...output, dtype: 'float32' });
      return withError(exact.max([x!.value], attributes, output), (i) => largest.data[i]!);
    },
    softmax: ([x], _attributes, output) => softmax(x!, output, u, tiny),
    cumulativeSum: ([x], attributes, output) => {
      const length = output.shape.at(-1)!;
      const add = (y: RefTensor) => exact.cumulativeSum([y], attributes, { ...output, dtype: 'float32' }).data;
      const [carried, sums] = [add(x!.error), add(absolute(x!.value))];
      const limit = exactUpTo(gridOf(x!), u);
      const value = exact.cumulativeSum([x!.value], attributes, output);
      // A parallel scan may add in any order, and more often than a loop does.
      return withError(value, (i) => (sums[i]! <= limit ? 0 : carried[i]! + length * u * sums[i]!));
    },
    gather: move('gather'),
    scatterAdd: ([indices, updates], attributes, output) => {
      const add = (x: RefTensor) =>
        exact.scatterAdd([indices!.value, x], attributes, { ...output, dtype: 'float32' }).data;
      const [carried, sums] = [add(updates!.error), add(absolute(updates!.value))];
      const terms = add(withError(updates!.value, () => 1).error);
      const value = exact.scatterAdd([indices!.value, updates!.value], attributes, output);
      const limit = exactUpTo(gridOf(updates!), u);
      return withError(value, (i) => (sums[i]! <= limit ? 0 : carried[i]! + terms[i]! * u * sums[i]! + tiny));
    },
    setRows: ([x, rows, given], attributes, output) => ({
      value: exact.setRows([x!.value, rows!.value, given!.value], attributes, output),
      error: exact.setRows([x!.error, rows!.value, given!.error], attributes, { ...output, dtype: 'float32' }),
    }),
    topKValues: ([x], { k }, output) => {
      const value = exact.topKValues([x!.value], { k }, output);
      const shape = [...output.shape.slice(0, -1), 1];
      const largest = exact.max(
        [x!.error],
        { axes: [output.shape.length - 1], keepDims: true },
        { shape, dtype: 'float32' },
      );
      return withError(value, (i) => largest.data[Math.floor(i / k)]!);
    },
    selectIndices: exactly('selectIndices'),
    causalSelect: exactly('causalSelect'),
    drawToken: exactly('drawToken'),
  };
}

/** a·x + b·y */
function combine(x: RefTensor, y: RefTensor, a: number, b: number): RefTensor {
  const result = empty(x.shape, 'float32');
  for (let i = 0; i < result.data.length; i++) result.data[i] = a * x.data[i]! + b * y.data[i]!;
  return result;
}
