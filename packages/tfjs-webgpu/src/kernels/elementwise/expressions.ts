import type { DType, ElementwiseOp, GraphNode } from '@mosa-js/core';

/** How many elements an invocation computes at once: scalars in WGSL, or vectors of 4. */
export type Width = 1 | 4;

const scalarTypes: Record<DType, string> = { float32: 'f32', int32: 'i32', bool: 'bool' };

/** WGSL's name of an element's type in an expression. In memory a bool is an i32. */
export function wgslType(dtype: DType, width: Width): string {
  return width === 1 ? scalarTypes[dtype] : `vec4<${scalarTypes[dtype]}>`;
}

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

interface Operand {
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

const convert: Expression = ([x], target, width) => {
  if (x!.dtype === target) return x!.code;
  const type = wgslType(target, width);
  if (target === 'bool') return `${x!.code} != ${wgslType(x!.dtype, width)}()`;
  return x!.dtype === 'bool' ? `select(${type}(), ${type}(1), ${x!.code})` : `${type}(${x!.code})`;
};

/** WGSL for every elementwise op, on scalars and on vectors alike. */
const expressions: { readonly [K in ElementwiseOp]: Expression } = {
  neg: ([x]) => `-${x!.code}`,
  exp: call('exp'),
  log: call('logarithm'),
  sqrt: call('sqrt'),
  sigmoid: ([x], _target, width) => `1f / (${wgslType('float32', width)}(1) + exp(-${x!.code}))`,
  isNaN: ([x], _target, width) => {
    const unsigned = width === 1 ? 'u32' : 'vec4<u32>';
    return `(bitcast<${unsigned}>(${x!.code}) & ${unsigned}(0x7fffffffu)) > ${unsigned}(0x7f800000u)`;
  },
  not: ([x]) => `!${x!.code}`,
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  div: infix('/'),
  maximum: call('max'),
  minimum: call('min'),
  greater: infix('>'),
  greaterEqual: infix('>='),
  equal: infix('=='),
  and: infix('&'),
  or: infix('|'),
  where: ([condition, a, b]) => `select(${b!.code}, ${a!.code}, ${condition!.code})`,
  cast: convert,
  broadcastTo: ([x]) => x!.code,
};

/** The element of a node's result. @param operands names of its operands' elements */
export function expressionOf(node: GraphNode, operands: readonly Operand[], width: Width): string {
  return expressions[node.op as ElementwiseOp](operands, node.type.dtype, width);
}

/** The function that `log` calls: WGSL leaves open what its own gives outside the positive finite numbers. */
export function logarithm(width: Width): string {
  const [float, unsigned] = width === 1 ? ['f32', 'u32'] : ['vec4<f32>', 'vec4<u32>'];
  return `
    fn logarithm(a: ${float}) -> ${float} {
      let bits = bitcast<${unsigned}>(a);
      var y = log(a);
      y = select(y, ${float}(uniforms.INFINITY), bits == ${unsigned}(0x7f800000u));
      y = select(y, ${float}(uniforms.NAN), bits > ${unsigned}(0x7f800000u));
      return select(y, ${float}(-uniforms.INFINITY), (bits & ${unsigned}(0x7fffffffu)) == ${unsigned}(0u));
    }`;
}
