import type { TensorType } from '@mosa-js/core';
import {
  type FusedOpName,
  type KernelTable,
  type loadKernels,
  makeOps,
  type Kernel as OpKernel,
  type OpName,
  type SynchronousExecutable,
  setRowsByGather,
} from '@mosa-js/core/adapter';
import { commonPaths, type TakePath, type TfjsPath } from './code-paths';
import { castTo, choose, negate } from './dtypes';
import { toDeviceData } from './host-data';
import type { Tfjs, TfjsTensor } from './library';
import { typeOfTensor } from './own-tensors';
import { addRows, takeRows } from './rows';
import { spreadFirst } from './spread';

type Unary = (x: TfjsTensor) => TfjsTensor;
type Binary = (a: TfjsTensor, b: TfjsTensor) => TfjsTensor;
type Kernel = (operands: readonly TfjsTensor[], attributes: unknown, output: TensorType) => TfjsTensor;

/** Kernels and the paths that they take. */
export interface KernelSet<Path extends string = string> {
  /** @param take told of the code path that a kernel takes */
  kernels(lib: Tfjs, take: (path: Path) => void): KernelTable<TfjsTensor, TensorType>;
  readonly paths: readonly Path[];
  /** Fused ops that it has kernels for; the others are decomposed. Default: none. */
  readonly fused?: readonly FusedOpName[];
  /**
   * Makes a graph ready to run by other means than kernel by kernel. Of the runtime's kernels it needs none but `constant`. Default:
   * `loadKernels`.
   */
  readonly load?: LoadGraph<Path>;
}

/** Makes a graph ready to run, as `loadKernels` does. @param take told of the code path that an op takes */
export type LoadGraph<Path extends string> = (
  lib: Tfjs,
  take: (path: Path) => void,
  ...call: Parameters<typeof loadKernels<TfjsTensor>>
) => SynchronousExecutable<TfjsTensor>;

/** For any backend of tfjs. */
export const commonKernels: KernelSet<TfjsPath> = { kernels: tfjsKernels, paths: commonPaths };

/**
 * Every op of the tensor interface by functions of this tfjs, on whichever of its backends is active. A result is a
 * tensor of its own, to be disposed on its own; nothing else stays behind.
 * @param take told of the code path that a kernel takes. Default: nobody is
 */
export function tfjsKernels(lib: Tfjs, take: TakePath = () => undefined): KernelTable<TfjsTensor, TensorType> {
  const two =
    (compute: Binary): Kernel =>
    (operands, _attributes, { shape }) =>
      spreadFirst(lib, shape, operands, take, ([a, b]) => compute(a!, b!));
  const kernels: KernelTable<TfjsTensor, TensorType> = {
    constant: (_inputs, { data, dtype }, { shape }) => lib.tensor(toDeviceData(data, dtype), [...shape], dtype),
    neg: one((x) => negate(lib, x, take)),
    exp: one(lib.exp),
    log: one(lib.log),
    sqrt: one(lib.sqrt),
    sigmoid: one(lib.sigmoid),
    isNaN: one(lib.isNaN),
    not: one(lib.logicalNot),
    add: two(lib.add),
    sub: two(lib.sub),
    mul: two(lib.mul),
    div: two(lib.div),
    maximum: two(lib.maximum),
    minimum: two(lib.minimum),
    greater: two(lib.greater),
    greaterEqual: two(lib.greaterEqual),
    equal: two(lib.equal),
    and: two(lib.logicalAnd),
    or: two(lib.logicalOr),
    where: (operands, _attributes, { shape }) =>
      spreadFirst(lib, shape, operands, take, ([condition, a, b]) => choose(lib, condition!, a!, b!, take)),
    cast: ([x], { dtype }) => castTo(lib, x!, dtype, take),
    reshape: ([x], { shape }) => lib.reshape(x!, [...shape]),
    transpose: ([x], { permutation }) => lib.transpose(x!, [...permutation]),
    broadcastTo: ([x], { shape }) => lib.broadcastTo(x!, [...shape]),
    concat: (inputs, { axis }) => lib.concat([...inputs], axis),
    // A scalar's only slice is itself, and tfjs slices no scalars.
    slice: ([x], { begin, size }) => {
      take(size.length === 0 ? 'slice: scalar' : 'slice: box');
      return size.length === 0 ? lib.clone(x!) : lib.slice(x!, [...begin], [...size]);
    },
    matMul: ([a, b], { transposeA, transposeB }) => lib.matMul(a!, b!, transposeA, transposeB),
    sum: ([x], { axes, keepDims }) => lib.sum(x!, [...axes], keepDims),
    max: ([x], { axes, keepDims }) => lib.max(x!, [...axes], keepDims),
    softmax: one((x) => lib.softmax(x)),
    // The axis counted from the front: with −1 tfjs returns a tensor of the wrong shape.
    cumulativeSum: one((x) => {
      take('cumulativeSum: axis from the front');
      return lib.cumsum(x, x.rank - 1);
    }),
    gather: ([x, indices]) => {
      take('gather: along axis 0');
      return takeRows(lib, x!, indices!);
    },
    scatterAdd: ([indices, updates], { rows }) => {
      take('scatterAdd: by scatterND');
      return addRows(lib, indices!, updates!, rows);
    },
    setRows: ([x, rows, values]) => {
      take('setRows: by gather');
      return lib.tidy(() => setRowsByGather(ops, x!, rows!, values!));
    },
    topKValues: ([x], { k }) => {
      take('topK: values of topk');
      return lib.tidy(() => lib.topk(x!, k).values);
    },
  };
  const ops = makeOps<TfjsTensor>({
    typeOf: (x) => typeOfTensor(lib, x),
    apply: (op, inputs, attributes, output) =>
      (kernels[op] as OpKernel<TfjsTensor, OpName, TensorType>)(inputs, attributes, output),
  });
  return kernels;
}

function one(compute: Unary) {
  return ([x]: readonly TfjsTensor[]) => compute(x!);
}
