import { MosaError, show } from '../error';
import { type Graph, type PlaceholderNode, placeholders } from '../graph/graph';
import type { Named } from '../graph/tracer';
import { sameShape, showType, type TensorType } from '../types';

const sameType = (a: TensorType, b: TensorType) => a.dtype === b.dtype && sameShape(a.shape, b.shape);

/**
 * The inputs that a graph carries, with their types, by name.
 * @param carry for each of them the output that becomes it in the next run
 * @throws MosaError `config` unless inputs and outputs are the graph's and of one type, the inputs hold no positions, which
 *   are checked on the host, and each output goes to one input alone
 */
export function checkCarry(graph: Graph, carry: Named<string>): Named<TensorType> {
  if (typeof carry !== 'object' || carry === null)
    throw new MosaError('config', 'carry', 'names of outputs by names of inputs', show(carry));
  const inputs = new Map(placeholders(graph, 'input').map((node) => [node.name, node]));
  const takers = new Map<string, string>();
  return Object.fromEntries(
    Object.entries(carry).map(([name, output]) => {
      const fail = (expected: string, actual: string) => new MosaError('config', `carry ${name}`, expected, actual);
      const input = inputs.get(name);
      if (!input) throw fail(`an input of the graph: ${listOf([...inputs.keys()])}`, show(name));
      if (input.positions !== undefined)
        throw fail('an input without positions, which are checked on the host', `positions below ${input.positions}`);
      if (!Object.hasOwn(graph.outputs, output))
        throw fail(`an output of the graph: ${listOf(Object.keys(graph.outputs))}`, show(output));
      const { type } = graph.nodes[graph.outputs[output]!]!;
      if (!sameType(type, input.type)) throw fail(showType(input.type), `output ${output} of ${showType(type)}`);
      const other = takers.get(output);
      if (other !== undefined) throw fail('an output for this input alone', `${output}, which ${other} takes, too`);
      takers.set(output, name);
      return [name, input.type];
    }),
  );
}

/**
 * Throws unless a state has what a graph carries, and fits all inputs of these names.
 * @throws MosaError `config`
 */
export function checkState(inputs: readonly PlaceholderNode[], carried: Named<TensorType>, state: Named<TensorType>) {
  for (const { name, type, positions } of inputs) {
    const own = Object.hasOwn(state, name) ? state[name] : undefined;
    if (own && positions !== undefined)
      throw new MosaError('config', `state ${name}`, 'no positions, which are checked on the host', 'an input of them');
    if (own === undefined ? !Object.hasOwn(carried, name) : sameType(own, type)) continue;
    throw new MosaError('config', `state ${name}`, showType(type), own ? showType(own) : 'a state without it');
  }
}

function listOf(names: readonly string[]): string {
  return names.join(', ') || 'it has none';
}
