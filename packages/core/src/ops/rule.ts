import type { TensorType } from '../types';
import type { FusedOpName, OpAttributes, OpName } from './attributes';
import type { TensorOps } from './interface';

/** What an op makes of its operands. @param op its name, for messages. @throws MosaError where they do not fit */
export type InferRule<K extends OpName> = (
  inputs: readonly TensorType[],
  attributes: OpAttributes[K],
  op: string,
) => TensorType;

/** A fused op from primitives. Operands in the order in which a graph has them. */
export type Decomposition<K extends OpName> = <T>(
  ops: TensorOps<T>,
  inputs: readonly T[],
  attributes: OpAttributes[K],
) => T;

/** What fused ops stand for. Only those of a graph need be there. */
export type Decompositions = { readonly [K in FusedOpName]?: Decomposition<K> };

/** The op whose gradient is taken, as it was called. */
export interface ForwardCall<K extends OpName> {
  readonly attributes: OpAttributes[K];
  readonly inputs: readonly TensorType[];
  readonly output: TensorType;
}

/** How an op that makes float32 from float32 hands the gradient of its result on to its operands. */
export interface GradientRule<K extends OpName> {
  /**
   * Operands that the gradient is computed from; they stay on the device until then. Default none. Never the result: a
   * rule that needs it asks for it anew. A graph hands out what it has computed already; tfjs, op by op, would lose its way
   * through the result in gradients of gradients.
   */
  keep?<T>(inputs: readonly T[]): readonly T[];
  /** Gradients of the float32 operands, in order: new tensors of the operands' shapes, never `dy` itself. */
  pull<T>(ops: TensorOps<T>, dy: T, kept: readonly T[], call: ForwardCall<K>): readonly T[];
}
