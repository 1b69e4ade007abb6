import { type AttentionConfig, type Graph, type HostTensor, layerGraph, type Named } from '@mosa-js/core';
import { type GraphNode, Tracer } from '@mosa-js/core/adapter';
import { type Prepared, prepare } from './prepared';

/** One selection inside a layer: of the router's choice in MoSA heads, of the clusters' members in routing heads. */
export interface Selection {
  readonly k: number;
  /** Names of outputs of the watched graph, of [...S, N] and [...S, k]. */
  readonly logits: string;
  readonly indices: string;
  /** Name of an output of the oracle's graph, which broadcasts to the logits; without it every position is valid. */
  readonly valid?: string;
}

/** A layer as the stages need it. */
export interface PreparedLayer {
  /** As users run it. */
  readonly plain: Graph;
  /** With the operands and results of every selection as outputs; the same as `plain` where they are that already. */
  readonly watched: Graph;
  readonly selections: readonly Selection[];
  /** What must come out of the watched graph, and what is valid in each selection. */
  readonly oracle: Prepared;
  /** Every selection replaced by an input of its indices' name. */
  readonly given: Graph;
  /** Inputs and weights by name. */
  readonly tensors: Named<HostTensor>;
}

export function prepareLayer(
  config: AttentionConfig,
  inputs: Named<HostTensor>,
  weights: Named<HostTensor>,
): PreparedLayer {
  const plain = layerGraph(config, inputs);
  const nodes = plain.nodes.filter((node): node is SelectNode => node.op === 'selectIndices');
  const outputs = { ...plain.outputs };
  const nameOf = (id: number, otherwise: string): string => {
    const known = Object.keys(outputs).find((name) => outputs[name] === id) ?? otherwise;
    outputs[known] = id;
    return known;
  };
  const selections = nodes.map((node, i): Selection => {
    const logits = nameOf(node.inputs[0]!, `selection/${i}/logits`);
    const indices = nameOf(node.id, `selection/${i}/indices`);
    const { k } = node.attributes;
    return node.inputs[1] === undefined
      ? { k, logits, indices }
      : { k, logits, indices, valid: `selection/${i}/valid` };
  });
  const isWatched = Object.keys(outputs).length > Object.keys(plain.outputs).length;
  const watched = isWatched ? { ...plain, outputs: { ...outputs } } : plain;
  const valid = nodes.flatMap((node, i) =>
    node.inputs[1] === undefined ? [] : [[`selection/${i}/valid`, node.inputs[1]]],
  );
  const oracle: Graph = { ...plain, outputs: { ...outputs, ...Object.fromEntries(valid) } };
  const tensors = { ...inputs, ...weights };
  return {
    plain,
    watched,
    selections,
    oracle: prepare(() => ({ graph: oracle, tensors })),
    given: withGivenSelections(plain, new Map(nodes.map(({ id }, i) => [id, selections[i]!.indices]))),
    tensors,
  };
}

type SelectNode = Extract<GraphNode, { op: 'selectIndices' }>;

/** The layer's result alone, from selections that are inputs. */
function withGivenSelections(graph: Graph, names: ReadonlyMap<number, string>): Graph {
  const tracer = new Tracer();
  const made: ReturnType<Tracer['placeholder']>[] = [];
  for (const node of graph.nodes) {
    const name = names.get(node.id);
    if (name !== undefined) made.push(tracer.placeholder('input', name, node.type));
    else if (node.op === 'placeholder') made.push(tracer.place(node));
    else
      made.push(
        tracer.ops.scope(node.scope, () =>
          tracer.copy(
            node,
            node.inputs.map((id) => made[id]!),
          ),
        ),
      );
  }
  return tracer.finish({ y: made[graph.outputs.y!]! });
}
