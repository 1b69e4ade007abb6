import type { ConformanceCase } from './case';
import { tensorsOf } from './draw/spec';
import { drawSpecs } from './draw/specs';
import { graphCase } from './graph-case';
import { joinedCases } from './joined-cases';

/** Draws by the backend's kernel (if it has one) and by the decomposition: every token must be right. */
export function drawCases(): ConformanceCase[] {
  const all = drawSpecs().map((spec) =>
    graphCase(
      `draw/${spec.name}`,
      () => tensorsOf(spec),
      (ops, { logits, random, sampling }) => ops.drawToken(logits!, random!, sampling!),
      { alone: 'fused', stage: 'selection' },
    ),
  );
  return joinedCases(all, () => 'draw/small');
}
