import type { OptimizerConfig } from '@mosa-js/core/training';

/**
 * The most that Adam's step t may move a parameter, in learning rates, whatever the gradients g₁ … g_t were.
 *
 * With m = (1 − β₁) Σ β₁^(t−i) gᵢ and v = (1 − β₂) Σ β₂^(t−i) gᵢ², Cauchy and Schwarz give
 * |m| ≤ (1 − β₁) √(Σ (β₁² ÷ β₂)^(t−i)) · √(Σ β₂^(t−i) gᵢ²), so that |m̂| ÷ (√v̂ + ε) is at most
 * (1 − β₁) ÷ √(1 − β₂) · √(Σ (β₁² ÷ β₂)^j, j < t) · √(1 − β₂^t) ÷ (1 − β₁^t): 1 at the first step, a little more later.
 */
export function adamLimit({ beta1 = 0.9, beta2 = 0.999 }: OptimizerConfig, step: number): number {
  let sum = 0;
  for (let j = 0; j < step; j++) sum += j === 0 ? 1 : (beta1 ** 2 / beta2) ** j;
  return (((1 - beta1) / Math.sqrt(1 - beta2)) * Math.sqrt(sum * (1 - beta2 ** step))) / (1 - beta1 ** step);
}
