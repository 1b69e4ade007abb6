import type { OnnxInitialiser, OnnxNode, OnnxType, OnnxValue } from '../onnx/model';
import { rawData } from '../onnx/raw-data';
import { type SizeExpression, textOf } from './size-expression';

/** Where sizes are seen: an axis of an input of the model. */
export type SizeSources = ReadonlyMap<string, { readonly input: string; readonly axis: number }>;

/** Writes what sizes are computed by, in int64. */
export interface SizeNodes {
  readonly nodes: OnnxNode[];
  readonly initialisers: OnnxInitialiser[];
  /** int64 [1] */
  size(expression: SizeExpression): string;
  /** int64 [n] */
  vector(expressions: readonly SizeExpression[]): string;
  /** The same without an axis, of a type. */
  scalar(expression: SizeExpression, dtype: 'int64' | 'int32' | 'float32'): string;
  node(operator: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string;
  constant(data: Int32Array | Float32Array | Uint8Array | BigInt64Array, type: OnnxType): string;
}

const casts = { float32: 1, int32: 6, int64: 7, float64: 11 } as const;

/** @param fresh a free name like the one wanted */
export function createSizeNodes(sources: SizeSources, fresh: (wanted: string) => string): SizeNodes {
  const nodes: OnnxNode[] = [];
  const initialisers: OnnxInitialiser[] = [];
  const made = new Map<string, string>();
  const once = (key: string, make: () => string): string => {
    const name = made.get(key) ?? make();
    made.set(key, name);
    return name;
  };
  const node: SizeNodes['node'] = (operator, inputs, attributes = {}) => {
    const name = fresh(`size_${operator}_${nodes.length}`);
    nodes.push({ name, operator, inputs, outputs: [name], attributes });
    return name;
  };
  const constant: SizeNodes['constant'] = (data, type) => {
    const value: OnnxValue = { name: fresh(`size_constant_${initialisers.length}`), type };
    initialisers.push({ ...value, raw: rawData(data, type.dtype) });
    return value.name;
  };
  const int64 = (values: readonly number[]) =>
    once(`numbers ${values}`, () =>
      constant(BigInt64Array.from(values, BigInt), { shape: [values.length], dtype: 'int64' }),
    );
  const cast = (x: string, to: keyof typeof casts) => node('Cast', [x], { to: { int: casts[to] } });

  const compute = (expression: SizeExpression): string => {
    if (typeof expression === 'number') return int64([expression]);
    if (typeof expression === 'string') {
      const { input, axis } = sources.get(expression)!;
      return node('Shape', [input], { start: { int: axis }, end: { int: axis + 1 } });
    }
    const [operator, a, b] = expression;
    if (operator === 'floor' || operator === 'ceil') {
      // In float64, as JavaScript divides.
      const by = constant(new Float64Array([b]) as unknown as Float32Array, { shape: [1], dtype: 'float64' });
      const quotient = node('Div', [cast(size(a), 'float64'), by]);
      return cast(node(operator === 'floor' ? 'Floor' : 'Ceil', [quotient]), 'int64');
    }
    const operators = { '+': 'Add', '-': 'Sub', '*': 'Mul', min: 'Min', max: 'Max' } as const;
    return node(operators[operator], [size(a), size(b)]);
  };
  const size = (expression: SizeExpression): string => once(`size ${textOf(expression)}`, () => compute(expression));

  return {
    nodes,
    initialisers,
    node,
    constant,
    size,
    vector(expressions) {
      if (expressions.every((one) => typeof one === 'number')) return int64(expressions);
      if (expressions.length === 1) return size(expressions[0]!);
      return once(`vector ${expressions.map(textOf)}`, () =>
        node('Concat', expressions.map(size), { axis: { int: 0 } }),
      );
    },
    scalar: (expression, dtype) =>
      once(`scalar ${dtype} ${textOf(expression)}`, () => {
        const bare = node('Squeeze', [size(expression), int64([0])]);
        return dtype === 'int64' ? bare : cast(bare, dtype);
      }),
  };
}
