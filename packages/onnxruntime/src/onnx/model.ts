import type { Shape } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { Message } from './wire';

/** Element types that our models use, with their numbers in TensorProto.DataType. */
const dataTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 } as const;
export type OnnxDType = keyof typeof dataTypes;
const halfTypes: Record<HalfFormat, number> = { float16: 10, bfloat16: 16 };

/** Number of an element type, as the attribute `to` of Cast wants it. */
export function dataTypeOf(dtype: OnnxDType): number {
  return dataTypes[dtype];
}

export interface OnnxType {
  /** −1 of an input or an output for any length. */
  readonly shape: Shape;
  readonly dtype: OnnxDType;
}

/** A named value of a graph. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  /** Names of axes whose sizes a run decides, by axis; the others are those of the type. */
  readonly axes?: readonly (string | undefined)[];
  /** Whether sizes are left out, as of what goes through a loop. */
  readonly isAnySize?: boolean;
}

/** A value known when the model is written. */
export interface OnnxInitialiser extends OnnxValue {
  /** Elements in row-major order, little endian. */
  readonly raw: Uint8Array;
  /** What these elements are, of a float32 value that is stored in 16 bits and so comes out of a Cast. Default: those of its dtype. */
  readonly half?: HalfFormat;
  /** Where they lie in another file, instead of in the model. */
  readonly external?: { readonly file: string; readonly offset: number };
}

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly graph: OnnxGraph }
  | { readonly string: string };
export type OnnxAttributes = Readonly<Record<string, OnnxAttribute>>;

/** Whose operators models use beside those of ai.onnx: ONNX Runtime's own. */
export type OnnxDomain = 'com.microsoft';

export interface OnnxNode {
  readonly name: string;
  readonly operator: string;
  /** Default: ai.onnx. */
  readonly domain?: OnnxDomain | undefined;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly initialisers: readonly OnnxInitialiser[];
  readonly nodes: readonly OnnxNode[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxVersions {
  readonly ir: number;
  readonly opset: number;
}

/** What a model says of itself. */
export interface OnnxProducer {
  readonly version: string;
  /** Texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The pair of ONNX 1.15: ScatterElements adds since opset 16, ReduceMax takes its axes as an operand since 18. */
export const versions: OnnxVersions = { ir: 9, opset: 20 };

/** ModelProto. The field numbers here and below are those of onnx.proto. */
export function modelMessage(graph: OnnxGraph, { ir, opset }: OnnxVersions, producer?: OnnxProducer): Message {
  const message = new Message().int(1, ir).string(2, 'mosa-js');
  if (producer) message.string(3, producer.version);
  message.message(7, graphMessage(graph)).message(8, new Message().string(1, '').int(2, opset));
  for (const [key, value] of Object.entries(producer?.metadata ?? {}))
    message.message(14, new Message().string(1, key).string(2, value));
  const domains = new Set(graph.nodes.flatMap(({ domain }) => (domain === undefined ? [] : [domain])));
  for (const domain of domains) message.message(8, new Message().string(1, domain).int(2, 1));
  return message;
}

function graphMessage({ name, inputs, initialisers, nodes, outputs }: OnnxGraph): Message {
  const message = new Message();
  for (const node of nodes) message.message(1, nodeMessage(node));
  message.string(2, name);
  for (const tensor of initialisers) message.message(5, tensorMessage(tensor));
  for (const value of inputs) message.message(11, valueMessage(value));
  for (const value of outputs) message.message(12, valueMessage(value));
  return message;
}

function nodeMessage({ name, operator, domain, inputs, outputs, attributes }: OnnxNode): Message {
  const message = new Message();
  for (const input of inputs) message.string(1, input);
  for (const output of outputs) message.string(2, output);
  message.string(3, name).string(4, operator);
  for (const [key, value] of Object.entries(attributes)) message.message(5, attributeMessage(key, value));
  if (domain !== undefined) message.string(7, domain);
  return message;
}

function attributeMessage(name: string, value: OnnxAttribute): Message {
  const message = new Message().string(1, name);
  if ('int' in value) return message.int(3, value.int).int(20, 2);
  if ('float' in value) return message.float(2, value.float).int(20, 1);
  if ('string' in value) return message.string(4, value.string).int(20, 3);
  if ('graph' in value) return message.message(6, graphMessage(value.graph)).int(20, 5);
  for (const int of value.ints) message.int(8, int);
  return message.int(20, 7);
}

function tensorMessage({ name, type, raw, half, external }: OnnxInitialiser): Message {
  const message = new Message();
  for (const size of type.shape) message.int(1, size);
  message.int(2, half ? halfTypes[half] : dataTypes[type.dtype]).string(8, name);
  if (external === undefined) return message.bytes(9, raw);
  const place = { location: external.file, offset: `${external.offset}`, length: `${raw.length}` };
  for (const [key, value] of Object.entries(place)) message.message(13, new Message().string(1, key).string(2, value));
  return message.int(14, 1);
}

/** ValueInfoProto. A scalar has a shape without axes, which is not the same as no shape. */
function valueMessage({ name, type, axes = [], isAnySize }: OnnxValue): Message {
  const shape = new Message();
  type.shape.forEach((size, axis) => {
    if (isAnySize || size < 0) {
      shape.message(1, new Message());
      return;
    }
    const free = axes[axis];
    shape.message(1, free === undefined ? new Message().int(1, size) : new Message().string(2, free));
  });
  const tensor = new Message().int(1, dataTypes[type.dtype]).message(2, shape);
  return new Message().string(1, name).message(2, new Message().message(1, tensor));
}
