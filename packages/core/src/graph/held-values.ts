import type { HeldValues } from '../backend/adapter';
import { MosaError } from '../error';
import type { HalfFormat } from '../storage';
import type { Graph } from './graph';
import { storageRoots } from './storage-roots';
import type { Named } from './tracer';

/**
 * @param carry for inputs the output that becomes each of them
 * @param formats of inputs that are held in 16 bits, by name
 * @throws MosaError `config` where one value would be held in two formats
 */
export function heldValues(
  graph: Graph,
  carry: Readonly<Record<string, string>> = {},
  formats: Named<HalfFormat> = {},
): HeldValues {
  const root = storageRoots(graph);
  const nodes = new Map<number, HalfFormat>();
  const outputs = new Map<string, HalfFormat>();
  for (const [input, output] of Object.entries(carry)) {
    const format = formats[input];
    if (format === undefined) continue;
    outputs.set(output, format);
    const id = root[graph.outputs[output]!]!;
    const { op } = graph.nodes[id]!;
    if (op === 'placeholder' || op === 'constant') continue;
    const known = nodes.get(id) ?? format;
    if (known !== format)
      throw new MosaError('config', `carry ${input}`, `${known}, in which ${output} is carried elsewhere`, format);
    nodes.set(id, format);
  }
  return { nodes, outputs };
}
