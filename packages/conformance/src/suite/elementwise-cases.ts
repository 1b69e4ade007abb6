import type { ConformanceCase } from './case';
import { elementwiseChains } from './elementwise-chains';
import { elementwiseValues } from './elementwise-values';
import { graphCase } from './graph-case';

/** Chains of elementwise ops, which a backend may run as one, each as it runs them and op by op. */
export function elementwiseCases(): ConformanceCase[] {
  return Object.entries({ ...elementwiseChains(), ...elementwiseValues() }).map(([name, { tensors, build }]) =>
    graphCase(`elementwise/${name}`, tensors, build, { alone: true }),
  );
}
