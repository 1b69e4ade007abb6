import { sameShape } from '../types';
import type { Draft, GraphNode } from './graph';
import { KnownNodes } from './known-nodes';
import { type Traced, Tracer } from './trace';

/** A trace in which what was computed before is not computed again, but handed out a second time. */
export class SharingTracer extends Tracer {
  readonly #known = new KnownNodes<Traced>();

  /** From here on, what was computed before is computed again when asked for; constants stay. */
  forget(): void {
    this.#known.forget();
  }

  protected override record(draft: Draft<GraphNode>, inputs: readonly Traced[]): Traced {
    if (isIdle(draft, inputs)) return inputs[0]!;
    return this.#known.find(draft, () => super.record(draft, inputs));
  }
}

/** A reshape, broadcast or slice that changes nothing. */
function isIdle(draft: Draft<GraphNode>, inputs: readonly Traced[]): boolean {
  const moves = draft.op === 'reshape' || draft.op === 'broadcastTo' || draft.op === 'slice';
  return moves && sameShape(draft.type.shape, inputs[0]!.node.type.shape);
}
