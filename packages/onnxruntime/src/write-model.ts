import { type Graph, type HostTensor, MosaError, type TensorType } from '@mosa-js/core';
import type { AnyNode, Kernel, OpName } from '@mosa-js/core/adapter';
import type { OnnxPath } from './code-paths';
import { createEmitter } from './emitter';
import type { Dialect } from './kernels';
import { NameSpace, takeNames } from './names';
import { modelMessage, type OnnxInitialiser, type OnnxNode, type OnnxValue, versions } from './onnx/model';

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
  { target, kernels: kernelsOf }: Dialect,
  take: (path: OnnxPath) => void = () => undefined,
): WrittenModel {
  const space = new NameSpace();
  const names = takeNames(graph, space);
  const emitter = createEmitter((wanted) => space.take(wanted, 'value'), take);
  const kernels = kernelsOf(emitter);
  const inputs: OnnxValue[] = [];
  /** Stored ones, which stay in the model also where no output needs them. */
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
  for (const node of graph.nodes) values.push(write(node));

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
  const { nodes, initialisers } = needed(
    [...emitter.nodes, ...copies],
    emitter.initialisers,
    new Set([...outputs, ...weights].map(({ name }) => name)),
  );
  const message = modelMessage({ name: 'mosa', inputs, initialisers, nodes, outputs }, versions);
  if (message.size > limit) {
    throw new MosaError('unsupported', 'toOnnx', `a model of at most ${limit} bytes`, `${message.size} bytes`);
  }
  return { bytes: message.toBytes(), fed };
}

/** What leads to one of these values; ONNX Runtime would compute the rest, too. @param nodes in order */
function needed(nodes: readonly OnnxNode[], initialisers: readonly OnnxInitialiser[], wanted: ReadonlySet<string>) {
  const read = new Set(wanted);
  const kept = nodes
    .slice()
    .reverse()
    .filter((node) => {
      if (!node.outputs.some((name) => read.has(name))) return false;
      for (const name of node.inputs) read.add(name);
      return true;
    })
    .reverse();
  return { nodes: kept, initialisers: initialisers.filter(({ name }) => read.has(name)) };
}
