import type { TensorType } from '@mosa-js/core';
import { broadcastShapes, type Kernel, type KernelTable, type OpName, sameShape } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import type { OnnxValue } from './onnx/model';

type Kernels = KernelTable<OnnxValue, TensorType>;

/** Ops whose operators broadcast. */
const broadcasting = ['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'greater', 'greaterEqual', 'equal'] as const;

/**
 * The same kernels with fewer nodes, each of which costs ONNX Runtime some microseconds and most of them a pass over memory: no
 * Expand before an operator that broadcasts by itself, no Reshape of a Reshape, no Neg before a sum, and one node for a mean. What is
 * read by no node any more is left out of the model.
 */
export function shortCuts(emit: Emitter, kernels: Kernels): Kernels {
  /** By values that one of these made, from what. */
  const expanded = new Map<string, OnnxValue>();
  const reshaped = new Map<string, OnnxValue>();
  const negated = new Map<string, OnnxValue>();
  /** Sums of the last axis, which stays as one of size 1. */
  const rowSums = new Map<string, OnnxValue>();
  const scalars = new Map<string, number>();
  const made = (by: Map<string, OnnxValue>, x: OnnxValue, value: OnnxValue) => {
    by.set(value.name, x);
    return value;
  };

  /** Operands without the Expand before them, as long as the result keeps its shape. */
  const narrow = (inputs: readonly OnnxValue[], { shape }: TensorType): readonly OnnxValue[] => {
    let all = inputs;
    inputs.forEach((x, i) => {
      const source = expanded.get(x.name);
      const tried = source && all.map((other, j) => (i === j ? source : other));
      const shapes = tried?.map(({ type }) => type.shape);
      if (shapes && sameShape(broadcastShapes('operands', shapes), shape)) all = tried!;
    });
    return all;
  };

  const narrowed = Object.fromEntries(
    broadcasting.map((op) => {
      const kernel = kernels[op] as Kernel<OnnxValue, OpName, TensorType>;
      return [op, (inputs, attributes, output) => kernel(narrow(inputs, output), attributes, output)];
    }) as [string, Kernel<OnnxValue, OpName, TensorType>][],
  ) as unknown as Pick<Kernels, (typeof broadcasting)[number]>;

  /** x times 1 / n, where x is a sum of n: that x. */
  const summed = (x: OnnxValue, share: OnnxValue): OnnxValue | undefined => {
    const source = rowSums.get(x.name);
    return source && scalars.get(share.name) === 1 / source.type.shape.at(-1)! ? source : undefined;
  };

  return {
    ...kernels,
    ...narrowed,
    constant(inputs, attributes, output) {
      const value = kernels.constant(inputs, attributes, output);
      if (output.dtype === 'float32' && output.shape.length === 0) scalars.set(value.name, attributes.data[0]!);
      return value;
    },
    neg: ([x], attributes, output) => made(negated, x!, kernels.neg([x!], attributes, output)),
    broadcastTo: ([x], attributes, output) => made(expanded, x!, kernels.broadcastTo([x!], attributes, output)),
    reshape: ([x], attributes, output) => {
      const source = reshaped.get(x!.name) ?? x!;
      if (sameShape(source.type.shape, output.shape)) return source;
      return made(reshaped, source, kernels.reshape([source], attributes, output));
    },
    sum: ([x], attributes, output) => {
      const value = kernels.sum([x!], attributes, output);
      const isRow = sameShape(output.shape, [...x!.type.shape.slice(0, -1), 1]);
      return isRow && output.dtype === 'float32' ? made(rowSums, x!, value) : value;
    },
    add: ([a, b], attributes, output) => {
      const [first, second] = [negated.get(a!.name), negated.get(b!.name)];
      if (second) return narrowed.sub([a!, second], attributes, output);
      if (first) return narrowed.sub([b!, first], attributes, output);
      return narrowed.add([a!, b!], attributes, output);
    },
    mul: ([a, b], attributes, output) => {
      const x = summed(a!, b!);
      if (x) return emit.node('ReduceMean', [x, emit.int64([-1])], output, { keepdims: { int: 1 } });
      return narrowed.mul([a!, b!], attributes, output);
    },
  };
}
