import { MosaError } from '../error';
import type { AnyNode, Graph, GraphNode } from '../graph/graph';
import { inlineNode } from '../graph/inline';
import type { SharingTracer } from '../graph/sharing-tracer';
import type { Traced } from '../graph/tracer';
import type { FusedOpName, OpName } from '../ops/attributes';
import { constantScalar } from '../ops/constants';
import { decompositions } from '../ops/fused';
import type { TensorOps } from '../ops/interface';
import type { GradientRule } from '../ops/rule';
import { Contributions } from './contributions';
import { gradientRules } from './rules';

export interface BackwardOptions {
  /** Fused ops that stay whole. */
  readonly fused: ReadonlySet<FusedOpName>;
  /**
   * Scopes whose values are computed again when their gradients are taken, instead of being kept from the forward pass;
   * what enters such a scope is kept. Default none.
   */
  readonly recompute?: readonly string[];
}

/**
 * Writes the backward pass of a graph into the trace that the graph was written into (reverse-mode differentiation).
 * @param values what stands for each node of the graph, as `inline` gave it
 * @param target id of a float32 scalar
 * @param wanted ids of float32 inputs and weights
 * @returns gradients of the target by id, of their shapes; zeros where it does not depend on a node
 * @throws MosaError `shape`, `dtype` or `unsupported`
 */
export function backward(
  tracer: SharingTracer,
  graph: Graph,
  values: readonly Traced[],
  target: number,
  wanted: readonly number[],
  { fused, recompute = [] }: BackwardOptions,
): Map<number, Traced> {
  checkTarget(graph.nodes[target]!);
  const { ops } = tracer;
  const asked = orDecomposed(ops, fused);
  const moving = dependents(graph, wanted);
  const current = [...values];
  const renewed = new Set<string>();
  const gradients = new Map<number, Contributions>();
  const of = (id: number): Contributions => {
    if (!gradients.has(id)) gradients.set(id, new Contributions(ops, graph.nodes[id]!.type.shape));
    return gradients.get(id)!;
  };
  of(target).add(constantScalar(ops, 1));

  for (const node of [...graph.nodes].reverse()) {
    if (node.op === 'placeholder' || !moving.has(node.id) || !gradients.has(node.id)) continue;
    const segment = recompute.find((scope) => isWithin(node.scope, scope));
    if (segment !== undefined && !renewed.has(segment)) {
      renewed.add(segment);
      tracer.forget();
      for (const inner of graph.nodes) {
        if (inner.op !== 'placeholder' && inner.op !== 'constant' && isWithin(inner.scope, segment))
          current[inner.id] = inlineNode(tracer, inner, current, fused, decompositions);
      }
    }
    const dy = inScope(node.scope, () => of(node.id).total());
    gradients.delete(node.id);
    inScope(node.scope, () => pull(node, dy));
  }

  function inScope<R>(scope: string, build: () => R): R {
    return ops.scope(scope, () => ops.scope('gradient', build));
  }

  /** Hands the gradient of a node on to those of its operands that depend on what is wanted. */
  function pull(node: GraphNode, dy: Traced): void {
    const variables = node.inputs.filter((id) => graph.nodes[id]!.type.dtype === 'float32');
    if (node.op === 'slice') {
      of(node.inputs[0]!).addSlice(dy, node.attributes.begin);
      return;
    }
    const rule = gradientRules[node.op] as GradientRule<OpName> | null;
    if (rule === null) return;
    const inputs = node.inputs.map((id) => current[id]!);
    const call = {
      attributes: node.attributes,
      inputs: node.inputs.map((id) => graph.nodes[id]!.type),
      output: node.type,
    };
    const pulled = rule.pull(asked, dy, rule.keep?.(inputs) ?? [], call);
    variables.forEach((id, slot) => {
      if (moving.has(id)) of(id).add(pulled[slot]!);
    });
  }

  return new Map(wanted.map((id) => [id, inScope('', () => of(id).total())]));
}

/** Ops by which gradients are written: what is not to stay whole is decomposed here, where it shares what there is. */
function orDecomposed(ops: TensorOps<Traced>, fused: ReadonlySet<FusedOpName>): TensorOps<Traced> {
  if (fused.has('attentionGradient')) return ops;
  return {
    ...ops,
    attentionGradient: (dy, q, k, v, options, mask) =>
      decompositions.attentionGradient(ops, mask === undefined ? [dy, q, k, v] : [dy, q, k, v, mask], options),
  };
}

/** Float32 nodes that depend on one of these, themselves included. */
function dependents(graph: Graph, roots: readonly number[]): Set<number> {
  const found = new Set(roots);
  for (const { id, inputs, type } of graph.nodes) {
    if (type.dtype === 'float32' && inputs.some((input) => found.has(input))) found.add(id);
  }
  return found;
}

function isWithin(scope: string, outer: string): boolean {
  return scope === outer || scope.startsWith(`${outer}/`);
}

function checkTarget({ type, op }: AnyNode): void {
  if (type.dtype !== 'float32' || type.shape.length > 0) {
    throw new MosaError(
      'shape',
      'gradient',
      'a float32 scalar to differentiate',
      `${op} of ${type.dtype} [${type.shape.join(', ')}]`,
    );
  }
}
