import type { OpAttributes, OpName } from '../ops/attributes';
import type { TensorType } from '../types';

/** One op of a graph. Its id is its place in `graph.nodes`; its operands stand before it. */
export type GraphNode = {
  readonly [K in OpName]: {
    readonly id: number;
    readonly op: K;
    readonly inputs: readonly number[];
    readonly attributes: OpAttributes[K];
    readonly type: TensorType;
    /** The scopes it was built in, outermost first, joined by '/'. */
    readonly scope: string;
  };
}[OpName];

/** What an input must be. */
export interface InputType extends TensorType {
  /**
   * The input holds positions: int32, ascending along the last axis, distinct, from 0 to `positions` − 1. Host tensors are
   * checked when a program is run; device tensors cannot be looked at.
   */
  readonly positions?: number;
}

/** What comes from outside: `input` with every run, `weight` once. */
export interface PlaceholderNode {
  readonly id: number;
  readonly op: 'placeholder';
  readonly kind: 'input' | 'weight';
  readonly name: string;
  readonly inputs: readonly [];
  readonly type: TensorType;
  /** See `InputType`. */
  readonly positions?: number;
  readonly scope: string;
}

export type AnyNode = GraphNode | PlaceholderNode;

/** A node that has no place in a graph yet. */
export type Draft<N> = N extends AnyNode ? Omit<N, 'id' | 'scope'> : never;

/** A program as data: typed ops with static shapes, in an order in which they can run. */
export interface Graph {
  readonly nodes: readonly AnyNode[];
  /** Result names and the nodes that make them. */
  readonly outputs: Readonly<Record<string, number>>;
  /** Every primitive runs alone, whatever kernels a backend has for more. */
  readonly unfused?: boolean;
}

/** The same graph, to be run op by op: so the conformance suite compares kernels with what they stand for. */
export function unfused({ nodes, outputs }: Graph): Graph {
  return { nodes, outputs, unfused: true };
}

export function placeholders(graph: Graph, kind: PlaceholderNode['kind']): PlaceholderNode[] {
  return graph.nodes.filter((node): node is PlaceholderNode => node.op === 'placeholder' && node.kind === kind);
}
