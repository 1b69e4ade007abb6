import type { Backend, Graph, HostTensor } from '@mosa-js/core';
import { placeholders } from '@mosa-js/core/adapter';

/** Compiles, runs once, reads everything and frees it all, also where something throws. */
export async function runGraph(
  backend: Backend,
  graph: Graph,
  tensors: Readonly<Record<string, HostTensor>>,
): Promise<Record<string, HostTensor>> {
  const pick = (kind: 'input' | 'weight') =>
    Object.fromEntries(placeholders(graph, kind).map(({ name }) => [name, tensors[name]!]));
  const program = await backend.compile(graph, { weights: pick('weight') });
  try {
    const outputs = await program.run(pick('input'));
    try {
      const read: Record<string, HostTensor> = {};
      for (const [name, tensor] of Object.entries(outputs)) read[name] = await tensor.read();
      return read;
    } finally {
      for (const tensor of Object.values(outputs)) tensor.dispose();
    }
  } finally {
    await program.dispose();
  }
}
