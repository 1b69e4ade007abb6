import type { DType, HostData, TensorType } from '@mosa-js/core';
import type { OnnxPath } from './code-paths';
import type { OnnxAttributes, OnnxDomain, OnnxInitialiser, OnnxNode, OnnxType, OnnxValue } from './onnx/model';
import { rawData } from './onnx/raw-data';

/** What kernels write with: each call adds to the model and returns a reference to the value it makes. */
export interface Emitter {
  /**
   * A node of one operator of ai.onnx.
   * @param type of the first output, which is returned
   * @param unused further outputs that the operator must name though nobody reads them
   */
  node(
    operator: string,
    inputs: readonly OnnxValue[],
    type: OnnxType,
    attributes?: OnnxAttributes,
    unused?: readonly string[],
  ): OnnxValue;
  /** A node of one of ONNX Runtime's own operators. */
  ownNode(operator: string, inputs: readonly OnnxValue[], type: OnnxType, attributes: OnnxAttributes): OnnxValue;
  /** A node with two outputs that are both read. */
  pair(
    operator: string,
    inputs: readonly OnnxValue[],
    types: readonly [OnnxType, OnnxType],
    attributes: OnnxAttributes,
  ): readonly [OnnxValue, OnnxValue];
  /** Data that is part of the model. */
  initialiser(data: HostData, type: TensorType, name?: string): OnnxValue;
  /** The same of a type that models have and tensors of ours do not. */
  initialiser64(data: BigInt64Array, type: OnnxType): OnnxValue;
  /** A shape, axes or a count as int64: [n] of these numbers, or a scalar from a bare number. Equal ones are shared. */
  int64(value: number | readonly number[]): OnnxValue;
  /** A scalar that an op needs for itself. Equal ones are shared. */
  number(value: number, dtype: DType | 'float64'): OnnxValue;
  /** A name that nothing else has. */
  name(wanted: string): string;
  /** What `write` adds goes into a graph of its own, the body of a loop; data stay in the model. */
  apart<R>(write: () => R): { readonly nodes: readonly OnnxNode[]; readonly result: R };
  /** Adds a node as it is. */
  add(node: OnnxNode): void;
  /** Says in which of several ways an op is written. */
  take(path: OnnxPath): void;
}

/** What has been written so far. */
export interface Emitted {
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly OnnxInitialiser[];
}

/**
 * @param name a free name that starts like the one wanted
 * @param take who is told of the paths taken
 */
export function createEmitter(name: (wanted: string) => string, take: Emitter['take']): Emitter & Emitted {
  const nodes: OnnxNode[] = [];
  let here = nodes;
  let count = 0;
  const initialisers: OnnxInitialiser[] = [];
  const shared = new Map<string, OnnxValue>();
  const node = (
    operator: string,
    inputs: readonly OnnxValue[],
    attributes: OnnxAttributes,
    more: readonly string[],
    domain?: OnnxDomain,
  ): readonly [string, ...string[]] => {
    const unique = name(`${operator}_${count++}`);
    const outputs = [unique, ...more.map((output) => name(`${unique}_${output}`))] as const;
    here.push({ name: unique, operator, inputs: inputs.map((input) => input.name), outputs, attributes, domain });
    return outputs;
  };
  const store = (data: HostData | BigInt64Array, type: OnnxType, wanted: string): OnnxValue => {
    const value = { name: name(wanted), type };
    initialisers.push({ ...value, raw: rawData(data, type.dtype) });
    return value;
  };
  const once = (key: string, make: (wanted: string) => OnnxValue): OnnxValue => {
    const value = shared.get(key) ?? make(key);
    shared.set(key, value);
    return value;
  };
  return {
    nodes,
    initialisers,
    take,
    name,
    add: (one) => void here.push(one),
    apart(write) {
      const outside = here;
      const inside: OnnxNode[] = [];
      here = inside;
      try {
        return { nodes: inside, result: write() };
      } finally {
        here = outside;
      }
    },
    node: (operator, inputs, type, attributes = {}, unused = []) => ({
      name: node(operator, inputs, attributes, unused)[0],
      type,
    }),
    ownNode: (operator, inputs, type, attributes) => ({
      name: node(operator, inputs, attributes, [], 'com.microsoft')[0],
      type,
    }),
    pair(operator, inputs, [first, second], attributes) {
      const [one, other] = node(operator, inputs, attributes, ['second']);
      return [
        { name: one, type: first },
        { name: other!, type: second },
      ];
    },
    initialiser: (data, type, wanted = `constant_${initialisers.length}`) => store(data, type, wanted),
    initialiser64: (data, type) => store(data, type, `constant_${initialisers.length}`),
    int64: (value) =>
      once(`int64_${[value].flat().join('_')}${typeof value === 'number' ? '_scalar' : ''}`, (wanted) => {
        const shape = typeof value === 'number' ? [] : [value.length];
        return store(BigInt64Array.from([value].flat(), BigInt), { shape, dtype: 'int64' }, wanted);
      }),
    number: (value, dtype) =>
      once(`${dtype}_${value}`, (wanted) => {
        const arrays = { float64: Float64Array, float32: Float32Array, int32: Int32Array, bool: Uint8Array };
        return store(arrays[dtype].of(value), { shape: [], dtype }, wanted);
      }),
  };
}
