import { type AttentionConfig, type Graph, type HostTensor, layerGraph, type Named } from '@mosa-js/core';
import { causalOperands, type GraphNode, Tracer } from '@mosa-js/core/adapter';
import { type Prepared, prepare } from './prepared';
import type { Selection } from './selection';

/** A layer, or the gradient of one, as the stages need it. */
export interface PreparedLayer {
  /** As users run it. */
  readonly plain: Graph;
  /** With what the stages read of every selection as outputs; the same as `plain` where that is so already. */
  readonly watched: Graph;
  readonly selections: readonly Selection[];
  /** Outputs of `plain` that are made of what is selected. */
  readonly results: readonly string[];
  /** What must come out of the watched graph, and what is chosen and valid in each selection. */
  readonly oracle: Prepared;
  /** The results from what is selected, which is an input of that name for every selection. */
  readonly given: Graph;
  /** Inputs and weights by name. */
  readonly tensors: Named<HostTensor>;
}

export function prepareLayer(
  config: AttentionConfig,
  inputs: Named<HostTensor>,
  weights: Named<HostTensor>,
): PreparedLayer {
  return prepareStages(layerGraph(config, inputs), { ...inputs, ...weights });
}

/** @param tensors inputs and weights of the graph, by name */
export function prepareStages(plain: Graph, tensors: Named<HostTensor>): PreparedLayer {
  const nodes = plain.nodes.filter(
    (node): node is SelectNode => node.op === 'selectIndices' || node.op === 'causalSelect',
  );
  const outputs = { ...plain.outputs };
  const nameOf = (id: number, otherwise: string): string => {
    const known = Object.keys(outputs).find((name) => outputs[name] === id) ?? otherwise;
    outputs[known] = id;
    return known;
  };
  // What only the oracle must tell.
  const others: Record<string, number> = {};
  const told = (name: string, id: number): string => {
    others[name] = id;
    return name;
  };
  const selections = nodes.map((node, i): Selection => {
    const at = `selection/${i}`;
    const logits = nameOf(node.inputs[0]!, `${at}/logits`);
    const { valid, threshold } = operandsOf(node);
    const mask = valid === undefined ? {} : { valid: told(`${at}/valid`, valid) };
    if (node.op === 'selectIndices') {
      const { k } = node.attributes;
      return { op: 'selectIndices', k, logits, chosen: nameOf(node.id, `${at}/indices`), ...mask };
    }
    const chosen = told(`${at}/fates`, node.id);
    const options = node.attributes;
    return {
      op: 'causalSelect',
      options,
      logits,
      chosen,
      threshold: told(`${at}/threshold`, threshold!),
      ...mask,
    };
  });
  const isWatched = Object.keys(outputs).length > Object.keys(plain.outputs).length;
  const watched = isWatched ? { ...plain, outputs: { ...outputs } } : plain;
  const oracle: Graph = { ...plain, outputs: { ...outputs, ...others } };
  const chosen = new Map(nodes.map(({ id }, i) => [id, selections[i]!.chosen]));
  const results = nodes.length === 0 ? Object.keys(plain.outputs) : resultsOf(plain, new Set(chosen.keys()));
  return {
    plain,
    watched,
    selections,
    results,
    oracle: prepare(() => ({ graph: oracle, tensors })),
    given: withGivenSelections(plain, chosen, results),
    tensors,
  };
}

type SelectNode = Extract<GraphNode, { op: 'selectIndices' | 'causalSelect' }>;

/** Ids of operands beside the logits. */
function operandsOf({ op, inputs }: SelectNode): { readonly valid?: number; readonly threshold?: number } {
  return op === 'causalSelect' ? causalOperands(inputs) : { valid: inputs[1] };
}

/** Names of outputs that depend on one of these nodes, which are no such output themselves. */
function resultsOf({ nodes, outputs }: Graph, chosen: ReadonlySet<number>): string[] {
  const depends = new Set(chosen);
  for (const { id, inputs } of nodes) if (inputs.some((input) => depends.has(input))) depends.add(id);
  return Object.keys(outputs).filter((name) => depends.has(outputs[name]!) && !chosen.has(outputs[name]!));
}

/** These outputs alone, from selections that are inputs. */
function withGivenSelections(graph: Graph, names: ReadonlyMap<number, string>, results: readonly string[]): Graph {
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
  return tracer.finish(Object.fromEntries(results.map((name) => [name, made[graph.outputs[name]!]!])));
}
