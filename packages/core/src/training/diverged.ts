import type { Backend, Program, TensorInputs } from '../backend/backend';
import type { ProgramState } from '../backend/program-state';
import type { AnyNode, Graph } from '../graph/graph';
import { inlineNode } from '../graph/inline';
import { type Traced, Tracer } from '../graph/tracer';
import { type FusedOpName, fusedOps } from '../ops/attributes';
import { constantScalar } from '../ops/constants';
import { largestFloat32 as largest } from '../ops/finite';
import { decompositions } from '../ops/fused';
import { type HostTensor, sizeOf } from '../types';

const groupSize = 32;

/**
 * Runs a graph once more on a state and each of these inputs in turn, counting what is not finite after every op.
 * @returns of the first inputs that have one, the first node that made NaN; without NaN, the first that made an infinity
 *   from finite operands; or nothing
 */
export async function firstNotFinite(
  backend: Backend,
  graph: Graph,
  state: ProgramState,
  all: readonly TensorInputs[],
): Promise<{ readonly node: AnyNode; readonly index: number } | undefined> {
  const { counting, watched } = countNotFinite(graph);
  const program = await backend.compile(counting, { state });
  try {
    for (const [index, inputs] of all.entries()) {
      const node = firstOf(watched, await countsOf(program, inputs));
      if (node) return { node, index };
    }
    return undefined;
  } finally {
    await program.dispose();
  }
}

async function countsOf(program: Program, inputs: TensorInputs): Promise<HostTensor['data']> {
  const { counts } = await program.run(inputs);
  try {
    return (await counts!.read()).data;
  } finally {
    counts!.dispose();
  }
}

/** @param counts [2·N], of the nodes watched */
function firstOf(watched: readonly AnyNode[], counts: HostTensor['data']): AnyNode | undefined {
  const at = new Map(
    watched.map((node, i) => [node.id, { nan: counts[2 * i]! > 0, infinite: counts[2 * i + 1]! > 0 }]),
  );
  const isInfinite = (id: number) => at.get(id)?.infinite ?? false;
  const computed = watched.filter(({ op }) => op !== 'constant'); // a constant is meant as it is
  return (
    computed.find(({ id }) => at.get(id)!.nan) ??
    computed.find(({ id, inputs }) => isInfinite(id) && !inputs.some(isInfinite))
  );
}

/** A node in words: `the op log in model`, `the input x`. */
export function showNode(node: AnyNode): string {
  const scope = node.scope ? ` in ${node.scope}` : '';
  return node.op === 'placeholder' ? `the ${node.kind} ${node.name}` : `the op ${node.op}${scope}`;
}

/** A graph of one output: `counts` [2·N], NaN and infinities of each of the N float32 nodes. */
function countNotFinite(graph: Graph): { counting: Graph; watched: AnyNode[] } {
  const tracer = new Tracer();
  const { ops } = tracer;
  const fused: ReadonlySet<FusedOpName> = new Set(fusedOps);
  const values: Traced[] = [];
  const watched: AnyNode[] = [];
  const counts: Traced[] = [];
  const count = (flags: Traced): Traced =>
    ops.sum(ops.reshape(ops.cast(flags, 'float32'), [sizeOf(ops.typeOf(flags).shape)]), [0], true); // [1]
  for (const node of graph.nodes) {
    const value =
      node.op === 'placeholder' ? tracer.place(node) : inlineNode(tracer, node, values, fused, decompositions);
    values.push(value);
    if (node.type.dtype !== 'float32') continue;
    watched.push(node);
    const beyond = ops.or(
      ops.greater(value, constantScalar(ops, largest)),
      ops.greater(constantScalar(ops, -largest), value),
    );
    counts.push(count(ops.isNaN(value)), count(beyond));
  }
  let joined = counts;
  while (joined.length > 1) {
    const groups: Traced[] = [];
    for (let at = 0; at < joined.length; at += groupSize) {
      const group = joined.slice(at, at + groupSize);
      groups.push(group.length === 1 ? group[0]! : ops.concat(group, 0));
    }
    joined = groups;
  }
  return { counting: tracer.finish({ counts: joined[0]! }), watched };
}
