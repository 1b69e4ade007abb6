import type { Backend, Graph, HostTensor, Named } from '@mosa-js/core';
import { placeholders } from '@mosa-js/core/adapter';

/** Compiles, runs once, reads everything and frees it all, also where something throws. */
export async function runGraph(
  backend: Backend,
  graph: Graph,
  tensors: Named<HostTensor>,
): Promise<Record<string, HostTensor>> {
  const [outputs] = await runEach(backend, graph, [tensors]);
  return outputs!;
}

/** The same, run once with each of these inputs. @param all inputs and weights by name; weights are those of the first */
export async function runEach(
  backend: Backend,
  graph: Graph,
  all: readonly Named<HostTensor>[],
): Promise<Record<string, HostTensor>[]> {
  const pick = (kind: 'input' | 'weight', tensors: Named<HostTensor>) =>
    Object.fromEntries(placeholders(graph, kind).map(({ name }) => [name, tensors[name]!]));
  const program = await backend.compile(graph, { weights: pick('weight', all[0]!) });
  const results: Record<string, HostTensor>[] = [];
  try {
    for (const tensors of all) {
      const outputs = await program.run(pick('input', tensors));
      try {
        const read: Record<string, HostTensor> = {};
        for (const [name, tensor] of Object.entries(outputs)) read[name] = await tensor.read();
        results.push(read);
      } finally {
        for (const tensor of Object.values(outputs)) tensor.dispose();
      }
    }
    return results;
  } finally {
    await program.dispose();
  }
}
