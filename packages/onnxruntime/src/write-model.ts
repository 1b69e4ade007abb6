import { type Graph, type HostTensor, MosaError, type TensorType } from '@mosa-js/core';
import type { AnyNode, Kernel, OpName } from '@mosa-js/core/adapter';
import type { OnnxPath } from './code-paths';
import { createEmitter } from './emitter';
import type { Dialect } from './kernels';
import { NameSpace, takeNames } from './names';
import { modelMessage, type OnnxGraph, type OnnxValue, versions } from './onnx/model';
import { needed } from './onnx/needed';

/** Protobuf readers count bytes in an int32. */
const limit = 2 ** 31 - 1;

export interface WrittenModel {
  readonly bytes: Uint8Array;
  /** Model inputs of the weights that are not stored in the model. */
  readonly fed: Readonly<Record<string, string>>;
}

/**
 * Writes a graph as a model in a dialect, as `toOnnx` says, telling which code paths it takes.
 * @param graph of primitives alone
 * @param stored weights to store in the model; the others become inputs of it
 * @throws MosaError `unsupported` from 2 GiB on
 */
export function writeModel(
  graph: Graph,
  stored: Readonly<Record<string, HostTensor>>,
  dialect: Dialect,
  take: (path: OnnxPath) => void = () => undefined,
): WrittenModel {
  const written = writeGraph(graph, stored, dialect, take);
  const { fed } = written;
  const message = modelMessage(needed(written.model, written.stored), versions);
  if (message.size > limit) {
    throw new MosaError('unsupported', 'toOnnx', `a model of at most ${limit} bytes`, `${message.size} bytes`);
  }
  return { bytes: message.toBytes(), fed };
}

/** The same before it is bytes. */
export interface WrittenGraph extends Pick<WrittenModel, 'fed'> {
  readonly model: OnnxGraph;
  /** Of which node of the graph each node of the model is, in words. */
  readonly origins: readonly string[];
  /** Weights that are stored in it, which stay also where no output needs them. */
  readonly stored: readonly string[];
}

export function writeGraph(
  graph: Graph,
  stored: Readonly<Record<string, HostTensor>>,
  { target, kernels: kernelsOf }: Dialect,
  take: (path: OnnxPath) => void,
): WrittenGraph {
  const space = new NameSpace();
  const names = takeNames(graph, space);
  const emitter = createEmitter((wanted) => space.take(wanted, 'value'), take);
  const kernels = kernelsOf(emitter);
  const inputs: OnnxValue[] = [];
  const weights: OnnxValue[] = [];
  const fed: Record<string, string> = {};
  const values: OnnxValue[] = [];
  const write = (node: AnyNode): OnnxValue => {
    if (node.op === 'placeholder') {
      const weight = node.kind === 'weight' ? stored[node.name] : undefined;
      if (weight) {
        const value = emitter.initialiser(weight.data, node.type, node.name);
        weights.push(value);
        return value;
      }
      if (node.kind === 'weight') fed[node.name] = space.take(node.name, 'weight');
      const value = { name: (node.kind === 'weight' ? fed : names.inputs)[node.name]!, type: node.type };
      inputs.push(value);
      return value;
    }
    const kernel = kernels[node.op as keyof typeof kernels] as Kernel<OnnxValue, OpName, TensorType>;
    return kernel(
      node.inputs.map((id) => values[id]!),
      node.attributes,
      node.type,
    );
  };
  const origins: string[] = [];
  for (const node of graph.nodes) {
    values.push(write(node));
    while (origins.length < emitter.nodes.length) origins.push(`${node.op} in ${node.scope || 'the graph'}`);
  }

  // A model output must be made by a node and have a name of its own; the graph's may be an input or appear twice.
  const outputs = Object.entries(graph.outputs).map(([key, id]) => ({
    name: names.outputs[key]!,
    type: graph.nodes[id]!.type,
  }));
  const copies = Object.entries(graph.outputs).map(([key, id]) => {
    const { name, type } = values[id]!;
    const bits = target === 'webgpu' && type.dtype === 'bool'; // its Identity has no bits
    return {
      name: space.take(`Identity_${key}`, 'node'),
      operator: bits ? 'And' : 'Identity',
      inputs: bits ? [name, name] : [name],
      outputs: [names.outputs[key]!],
      attributes: {},
    };
  });
  const nodes = [...emitter.nodes, ...copies];
  return {
    model: { name: 'mosa', inputs, initialisers: emitter.initialisers, nodes, outputs },
    fed,
    origins,
    stored: weights.map(({ name }) => name),
  };
}
