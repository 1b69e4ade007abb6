import type { Shape, TensorType } from '@mosa-js/core';
import { type KernelTable, type PrimitiveName, sameShape } from '@mosa-js/core/adapter';
import type { Plan, Value } from './plan';
import { reshapePaths } from './reshape';
import { shortCutPaths, shortCuts } from './short-cuts';

/** Ways in which these kernels compute. */
export const plainPaths = [
  'broadcast: by TensorFlow',
  'broadcast: operands repeated first, of more than 5 axes',
  'cast: to its own dtype',
  'cast: by Cast',
  ...reshapePaths,
  ...shortCutPaths,
  'slice: scalar',
  'slice: box',
] as const;
export type PlainPath = (typeof plainPaths)[number];

/** Ops that TensorFlow has as the interface says them. */
type Plain = Exclude<PrimitiveName, 'gather' | 'scatterAdd' | 'setRows'>;
type Kernel = (operands: readonly Value[], attributes: unknown, output: TensorType) => Value;

/** TensorFlow refuses to broadcast operands along more axes than this: "Broadcast between … is not supported yet". */
const mostAxes = 5;

/** The ops that are functions of TensorFlow, each by one call of it. */
export function plainKernels(
  plan: Plan,
  reshape: (x: Value, shape: Shape) => Value,
  take: (path: PlainPath) => void,
): Pick<KernelTable<Value, TensorType>, Plain> {
  const cuts = shortCuts(plan, take);
  const one =
    (op: string): Kernel =>
    ([x], _attributes, output) =>
      plan.run(op, [x!], output);
  const repeat = (x: Value, shape: Shape): Value => {
    if (sameShape(x.type.shape, shape)) return x;
    const { dtype } = x.type;
    const type = { shape, dtype };
    if (shape.length <= mostAxes) return plan.run('BroadcastTo', [x, plan.ints(shape)], type);
    const missing = new Array<number>(shape.length - x.type.shape.length).fill(1);
    const from = reshape(x, [...missing, ...x.type.shape]);
    const times = shape.map((size, i) => size / from.type.shape[i]!);
    return plan.run('Tile', [from, plan.ints(times)], type);
  };
  /** Of operands that are repeated to the result's shape, by TensorFlow where it can. */
  const elementwise =
    (op: string): Kernel =>
    (given, _attributes, output) => {
      const { shape } = output;
      const operands = cuts.unrepeated(given, shape);
      const isPlain = shape.length <= mostAxes || operands.every(({ type }) => sameShape(type.shape, shape));
      take(isPlain ? 'broadcast: by TensorFlow' : 'broadcast: operands repeated first, of more than 5 axes');
      const repeated = isPlain ? operands : operands.map((x) => repeat(x, shape));
      return plan.run(op, repeated, output);
    };
  const reduce =
    (op: string) =>
    (
      [x]: readonly Value[],
      { axes, keepDims }: { readonly axes: readonly number[]; readonly keepDims: boolean },
      output: TensorType,
    ) =>
      plan.run(op, [x!, plan.ints(axes)], output, { keep_dims: keepDims });

  const [add, sub, mul, and] = ['AddV2', 'Sub', 'Mul', 'LogicalAnd'].map(elementwise) as [
    Kernel,
    Kernel,
    Kernel,
    Kernel,
  ];

  return {
    constant: (_inputs, { data }, output) => plan.constant(data, output),
    neg: one('Neg'),
    exp: one('Exp'),
    log: one('Log'),
    sqrt: one('Sqrt'),
    sigmoid: one('Sigmoid'),
    isNaN: one('IsNan'),
    softmax: one('Softmax'),
    not: one('LogicalNot'),
    add: ([a, b], attributes, output) => {
      const known = cuts.addOfZeros(a!, b!, output);
      if (known) return known;
      const difference = cuts.differenceOf(a!, b!);
      return difference ? sub(difference, attributes, output) : add([a!, b!], attributes, output);
    },
    sub,
    mul: (operands, attributes, output) =>
      cuts.mul(operands[0]!, operands[1]!, output) ?? mul(operands, attributes, output),
    div: elementwise('RealDiv'),
    maximum: elementwise('Maximum'),
    minimum: elementwise('Minimum'),
    greater: elementwise('Greater'),
    greaterEqual: elementwise('GreaterEqual'),
    equal: elementwise('Equal'),
    and: (operands, attributes, output) =>
      cuts.and(operands[0]!, operands[1]!, output) ?? and(operands, attributes, output),
    or: elementwise('LogicalOr'),
    where: elementwise('SelectV2'),
    cast: ([x], { dtype }, output) => {
      take(x!.type.dtype === dtype ? 'cast: to its own dtype' : 'cast: by Cast');
      if (x!.type.dtype === dtype) return x!;
      return plan.run('Cast', [x!], output, { DstT: dtype });
    },
    reshape: ([x], { shape }) => reshape(x!, shape),
    transpose: ([x], { permutation }, output) => plan.run('Transpose', [x!, plan.ints(permutation)], output),
    broadcastTo: ([x], { shape }) => repeat(x!, shape),
    concat: (inputs, { axis }, output) => {
      if (inputs.length === 1) return inputs[0]!;
      return plan.run('ConcatV2', [...inputs, plan.ints(axis)], output, { N: inputs.length, T: output.dtype });
    },
    // A scalar's only slice is itself.
    slice: ([x], { begin, size }, output) => {
      take(size.length === 0 ? 'slice: scalar' : 'slice: box');
      if (size.length === 0) return x!;
      const operands = [x!, plan.ints(begin), plan.ints(size)];
      return plan.run('Slice', operands, output);
    },
    matMul: ([a, b], { transposeA, transposeB }, output) =>
      plan.run('BatchMatMulV2', [a!, b!], output, { adj_x: transposeA, adj_y: transposeB }),
    sum: reduce('Sum'),
    max: reduce('Max'),
    cumulativeSum: ([x], _attributes, output) => plan.run('Cumsum', [x!, plan.ints(output.shape.length - 1)], output),
    topKValues: ([x], { k }, output) => {
      const types = [output, { shape: output.shape, dtype: 'int32' }] as const;
      return plan.runMany('TopKV2', [x!, plan.ints(k)], types)[0]!;
    },
  };
}
