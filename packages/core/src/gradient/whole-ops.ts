import type { KnownCapabilities } from '../backend/adapter';
import type { FusedOpName } from '../ops/attributes';

/** A backend, as far as graphs that are made for it differ. */
export interface GraphTarget {
  readonly capabilities: Pick<KnownCapabilities, 'fused'>;
}

/** Ops that stay whole in a backward pass: those of which the backend has kernels; without one selections, through which nothing flows. */
export function wholeOps(backend?: GraphTarget): ReadonlySet<FusedOpName> {
  return new Set(backend?.capabilities.fused ?? ['selectIndices', 'causalSelect', 'drawToken']);
}
