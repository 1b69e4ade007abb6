import { hostTensor } from '@mosa-js/core';
import { learningRateAt, type OptimizerConfig } from '@mosa-js/core/training';
import { describe, expect, it } from 'vitest';
import { float32 } from '../src/bounds/bounded';
import { adamLimit } from '../src/suite/train/adam-limit';
import { firstStep } from '../src/suite/train/first-step';
import { judgeNoise } from '../src/suite/train/judge-run';
import { laterSteps } from '../src/suite/train/later-steps';
import { oracleRun } from '../src/suite/train/oracle';
import { selectionGap } from '../src/suite/train/selection-gap';
import type { TrainSpec } from '../src/suite/train/spec';
import { trainSpecs } from '../src/suite/train/specs';
import { tolerances } from '../src/suite/train/tolerances';

it.each(Object.entries(trainSpecs()))(
  '%s: no selection is near its margin, and few gradients are noise',
  async (_id, spec) => {
    const one = firstStep(spec, float32);
    const { steps, selectionGap } = await oracleRun(spec);
    const all = laterSteps(spec, steps.at(-1)!.state, tolerances.float32, steps);
    expect(selectionGap).toBeGreaterThan(20 * one.logitError);
    expect(one.noise).toBeLessThan(0.05);
    expect(all.noise).toBeLessThan(0.05);
    for (const bounds of [one.error, all.error]) {
      const each = [...bounds.parameters, ...bounds.first, ...bounds.second, ...bounds.buffers];
      expect(each.filter((bound) => !(bound >= 0 && Number.isFinite(bound)))).toEqual([]);
    }
  },
);

describe('a gradient that is nothing but rounding', () => {
  const optimizer: OptimizerConfig = { learningRate: 0.1, warmupSteps: 2, epsilon: 1e-12 };
  /** The loss depends on `w`; of `shift` it hears nothing, since softmax does not. */
  const spec: TrainSpec = {
    model: {
      parameters: { w: [8], shift: [1] },
      inputs: { x: { shape: [8], dtype: 'float32' } },
      loss(ops, { x }, { w, shift }) {
        const weights = ops.softmax(ops.add(ops.mul(x!, w!), shift!));
        return { loss: ops.sum(ops.mul(weights, x!), [0]) };
      },
    },
    optimizer,
    parameters: { w: hostTensor(new Float32Array(8).fill(0.3), [8]), shift: hostTensor([0.7], [1]) },
    batches: [1, 2, 3].map((seed) => ({
      x: hostTensor(
        Float32Array.from({ length: 8 }, (_, i) => Math.sin(i * 7 + seed)),
        [8],
      ),
    })),
  };

  it('lets the first step move its parameter by the learning rate, up or down, and no other', () => {
    const { error, noise, value } = firstStep(spec, float32);
    const rate = learningRateAt(optimizer, 1);
    expect(Math.abs(value.parameters[8]! - 0.7)).toBeLessThanOrEqual(rate * 1.001);
    expect(error.parameters[8]! / rate).toBeCloseTo(2, 4);
    expect(Math.max(...error.parameters.subarray(0, 8))).toBeLessThan(0.01 * rate);
    expect(noise).toBeCloseTo(1 / 9);
  });

  it('lets all steps move it by twice the sum of the rates', async () => {
    const { steps } = await oracleRun(spec);
    const { error, noise } = laterSteps(spec, steps.at(-1)!.state, tolerances.float32, steps);
    const rates = [1, 2, 3].map((step) => learningRateAt(optimizer, step)).reduce((a, b) => a + b);
    expect(error.parameters[8]! / rates).toBeGreaterThan(1.99);
    expect(error.parameters[8]! / rates).toBeLessThan(2.1);
    expect(Math.max(...error.parameters.subarray(0, 8))).toBeLessThan(0.01 * rates);
    expect(noise).toBeCloseTo(1 / 9);
  });

  it('fails the case where it is more than a twentieth of all', () => {
    expect(judgeNoise(0.05).status).toBe('pass');
    expect(judgeNoise(1 / 9)).toMatchObject({ status: 'fail', stage: 'noise' });
  });
});

describe('adamLimit', () => {
  it('is 1 at the first step', () => {
    for (const beta1 of [0, 0.5, 0.9]) expect(adamLimit({ learningRate: 1, beta1, beta2: 0.95 }, 1)).toBeCloseTo(1, 12);
  });

  it('is met by the gradients for which Cauchy and Schwarz are equal, and by no others', () => {
    const [beta1, beta2, steps] = [0.9, 0.95, 10];
    const largest = adamLimit({ learningRate: 1, beta1, beta2 }, steps);
    const update = (gradient: (step: number) => number) => {
      let [first, second] = [0, 0];
      for (let step = 1; step <= steps; step++) {
        first = beta1 * first + (1 - beta1) * gradient(step);
        second = beta2 * second + (1 - beta2) * gradient(step) ** 2;
      }
      return first / (1 - beta1 ** steps) / Math.sqrt(second / (1 - beta2 ** steps));
    };
    expect(update((step) => (beta1 / beta2) ** (steps - step))).toBeCloseTo(largest, 12);
    expect(update(() => 1)).toBeLessThan(largest);
    expect(update((step) => Math.sin(step))).toBeLessThan(largest);
  });
});

describe('selectionGap', () => {
  const gap = (values: number[], k: number) => selectionGap(hostTensor(values, [values.length]), k);

  it('is what the k-th is above the next', () => expect(gap([1, 5, 3, 2], 2)).toBe(1));
  it('does not count equals, which the rule decides, but who is above and below them', () => {
    expect(gap([7, 5, 5, 1], 2)).toBe(2);
    expect(gap([12, 5, 5, 1], 2)).toBe(4);
    expect(gap([7, 5, 5, 1], 3)).toBe(4);
  });
  it('is that of the nearest row', () => expect(selectionGap(hostTensor([9, 1, 4, 3], [2, 2]), 1)).toBe(1));
  it('is none where everything is selected', () => expect(gap([1, 2], 2)).toBe(Number.POSITIVE_INFINITY));
});
