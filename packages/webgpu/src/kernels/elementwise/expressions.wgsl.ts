import type { DType } from '@mosa-js/core';
import type { ElementwiseOp, GraphNode } from '@mosa-js/core/adapter';
import { unsignedType, wgslType } from '../types.wgsl';
import type { Width } from '../vectors';
import { areOrdered, exponential, logarithm, logistic, quotient, squareRoot } from './functions.wgsl';

/** A finite number, to the bit. */
export function literal(value: number, dtype: DType, width: Width): string {
  const scalar = {
    float32: () => `bitcast<f32>(${bits(new Float32Array([value]))})`,
    int32: () => `bitcast<i32>(${bits(new Int32Array([value]))})`,
    bool: () => `${value !== 0}`,
  }[dtype]();
  return width === 1 ? scalar : `${wgslType(dtype, width)}(${scalar})`;
}

function bits({ buffer }: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>): string {
  return `0x${new Uint32Array(buffer)[0]!.toString(16)}u`;
}

/** The bits of a float32 without its sign: 0x7f800000 is infinity, and what is above is NaN. */
function sizeBits(value: string, width: Width): string {
  return `(bitcast<${unsignedType(width)}>(${value}) & ${unsignedType(width)}(0x7fffffffu))`;
}

export interface Operand {
  readonly code: string;
  readonly dtype: DType;
}

type Expression = (operands: readonly Operand[], target: DType, width: Width) => string;

const infix =
  (symbol: string): Expression =>
  ([a, b]) =>
    `${a!.code} ${symbol} ${b!.code}`;
const call =
  (name: string): Expression =>
  (operands) =>
    `${name}(${operands.map(({ code }) => code).join(', ')})`;

/** Of float32, false where an operand is NaN. */
const comparison =
  (symbol: string): Expression =>
  ([a, b]) => {
    const compared = `${a!.code} ${symbol} ${b!.code}`;
    return a!.dtype === 'float32' ? `(${compared}) & areOrdered(${a!.code}, ${b!.code})` : compared;
  };

const convert: Expression = ([x], target, width) => {
  if (x!.dtype === target) return x!.code;
  const type = wgslType(target, width);
  if (target === 'bool' && x!.dtype === 'float32') return `${sizeBits(x!.code, width)} != ${unsignedType(width)}()`;
  if (target === 'bool') return `${x!.code} != ${wgslType(x!.dtype, width)}()`;
  return x!.dtype === 'bool' ? `select(${type}(), ${type}(1), ${x!.code})` : `${type}(${x!.code})`;
};

/** WGSL for every elementwise op, on scalars and on vectors alike. */
const expressions: { readonly [K in ElementwiseOp]: Expression } = {
  neg: ([x]) => `-${x!.code}`,
  exp: call('exponential'),
  log: call('logarithm'),
  sqrt: call('squareRoot'),
  sigmoid: call('logistic'),
  isNaN: ([x], _target, width) => `${sizeBits(x!.code, width)} > ${unsignedType(width)}(0x7f800000u)`,
  not: ([x]) => `!${x!.code}`,
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  div: call('quotient'),
  maximum: call('max'),
  minimum: call('min'),
  greater: comparison('>'),
  greaterEqual: comparison('>='),
  equal: comparison('=='),
  and: infix('&'),
  or: infix('|'),
  where: ([condition, a, b]) => `select(${b!.code}, ${a!.code}, ${condition!.code})`,
  cast: convert,
  broadcastTo: ([x]) => x!.code,
};

export const isElementwise = ({ op }: GraphNode) => op in expressions;

/** The element of a node's result. @param operands names of its operands' elements */
export function expressionOf(node: GraphNode, operands: readonly Operand[], width: Width): string {
  return expressions[node.op as ElementwiseOp](operands, node.type.dtype, width);
}

/** Which functions an op's expression calls; those that they call come first. */
const functions: { readonly [K in ElementwiseOp]?: readonly ((width: Width) => string)[] } = {
  exp: [exponential],
  log: [logarithm],
  sqrt: [squareRoot],
  sigmoid: [exponential, logistic],
  div: [quotient],
  greater: [areOrdered],
  greaterEqual: [areOrdered],
  equal: [areOrdered],
};

/** WGSL of all functions that the expressions of these ops call, each once. */
export function functionsOf(nodes: readonly GraphNode[], width: Width): string {
  const needed = new Set(nodes.flatMap(({ op }) => functions[op as ElementwiseOp] ?? []));
  return [...needed].map((define) => define(width)).join('\n');
}
