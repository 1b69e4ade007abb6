import type { Graph, TensorType } from '@mosa-js/core';
import type { Kernel, KernelTable, OpName } from '@mosa-js/core/adapter';
import type { Call, Plan, Value } from './plan';
import { joinSlices } from './split';

/** The calls that a graph needs, and where its placeholders and outputs are among their values. */
export interface PlannedGraph {
  readonly placeholders: readonly { readonly kind: 'input' | 'weight'; readonly name: string; readonly value: Value }[];
  readonly calls: readonly Call[];
  readonly outputs: Readonly<Record<string, Value>>;
}

/** Plans a graph by kernels that plan. Calls whose results nobody reads are left out. */
export function planGraph(graph: Graph, plan: Plan, kernels: KernelTable<Value, TensorType>): PlannedGraph {
  const placeholders: PlannedGraph['placeholders'][number][] = [];
  const values: Value[] = [];
  for (const node of graph.nodes) {
    if (node.op === 'placeholder') {
      const value = plan.given(node.type);
      placeholders.push({ kind: node.kind, name: node.name, value });
      values.push(value);
    } else {
      const kernel = kernels[node.op] as Kernel<Value, OpName, TensorType>;
      const operands = node.inputs.map((id) => values[id]!);
      values.push(kernel(operands, node.attributes, node.type));
    }
  }
  const outputs = Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, values[id]!]));
  return { placeholders, outputs, calls: joinSlices(needed(plan.calls, Object.values(outputs)), plan) };
}

function needed(calls: readonly Call[], outputs: readonly Value[]): Call[] {
  const read = new Set(outputs);
  const kept = [...calls].reverse().filter(({ inputs, results }) => {
    const isRead = results.some((value) => read.has(value));
    if (isRead) for (const value of inputs) read.add(value);
    return isRead;
  });
  return kept.reverse();
}
