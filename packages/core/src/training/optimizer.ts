import { checkFields } from '../check-fields';
import { MosaError, show } from '../error';
import { constantScalar } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import type { Layout } from './layout';

/** AdamW (Loshchilov and Hutter 2019); Adam without `weightDecay`. The paper: 2.5e-4, clip 0.25, 4,000 steps of warm-up. */
export interface OptimizerConfig {
  /** The highest rate, reached after warm-up. */
  readonly learningRate: number;
  /** Decay of the mean of gradients. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of their squares. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the mean square. Default 1e-8. */
  readonly epsilon?: number;
  /** Share of a matrix that a step of rate 1 takes away; vectors keep theirs. Default 0. */
  readonly weightDecay?: number;
  /** Largest norm of all gradients together; longer ones are shortened to it. Default none. */
  readonly clip?: number;
  /** Steps over which the rate rises from learningRate / warmupSteps to learningRate, in a line. Default 0. */
  readonly warmupSteps?: number;
  /** Step at which the rate has fallen to `minLearningRate`, along a cosine from the end of warm-up. Default: it stays. */
  readonly decaySteps?: number;
  /** Default 0. Without `decaySteps` it means nothing. */
  readonly minLearningRate?: number;
}

const fields = {
  learningRate: true,
  beta1: true,
  beta2: true,
  epsilon: true,
  weightDecay: true,
  clip: true,
  warmupSteps: true,
  decaySteps: true,
  minLearningRate: true,
} satisfies Record<keyof OptimizerConfig, true>;

/**
 * @param where what it is, for messages
 * @throws MosaError `config`
 */
export function checkOptimizer(config: OptimizerConfig, where = 'optimizer'): void {
  const check = (name: keyof OptimizerConfig, wanted: string, fits: (value: number) => boolean) => {
    const value: unknown = config[name];
    if (value === undefined && name !== 'learningRate') return;
    if (typeof value !== 'number' || !Number.isFinite(value) || !fits(value))
      throw new MosaError('config', `${where} ${name}`, wanted, show(value));
  };
  if (typeof config !== 'object' || config === null)
    throw new MosaError('config', where, 'an object with a learningRate', show(config));
  checkFields(config, Object.keys(fields), where);
  for (const name of ['learningRate', 'minLearningRate', 'weightDecay'] as const)
    check(name, 'a number from 0', (value) => value >= 0);
  for (const name of ['beta1', 'beta2'] as const) check(name, 'a number from 0, below 1', (x) => x >= 0 && x < 1);
  for (const name of ['epsilon', 'clip'] as const) check(name, 'a number above 0', (value) => value > 0);
  for (const name of ['warmupSteps', 'decaySteps'] as const)
    check(name, 'a whole number from 0', (value) => Number.isSafeInteger(value) && value >= 0);
}

/** Learning rate of a step; the first step is 1. */
export function learningRateAt(config: OptimizerConfig, step: number): number {
  const { learningRate, warmupSteps = 0, decaySteps, minLearningRate = 0 } = config;
  if (step <= warmupSteps) return (learningRate * step) / warmupSteps;
  if (decaySteps === undefined) return learningRate;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, decaySteps - warmupSteps));
  return minLearningRate + (learningRate - minLearningRate) * 0.5 * (1 + Math.cos(Math.PI * progress));
}

/** What a step needs of its number: its learning rate, and what makes up for moments that began at 0. float32 [3] */
export function stepNumbers(config: OptimizerConfig, step: number): Float32Array {
  const { beta1 = 0.9, beta2 = 0.999 } = config;
  return Float32Array.of(learningRateAt(config, step), 1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step));
}

export interface Moments<T> {
  readonly parameters: T;
  readonly first: T;
  readonly second: T;
}

/**
 * One step of AdamW on vectors of a layout.
 * @param numbers [3], from `stepNumbers`
 * @returns the new vectors, and the norm of the gradient before it was clipped, []
 */
export function adamW<T>(
  ops: TensorOps<T>,
  { size, matrices }: Layout,
  config: OptimizerConfig,
  { parameters, first, second }: Moments<T>,
  gradient: T,
  numbers: T,
): Moments<T> & { readonly norm: T } {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, clip } = config;
  const scalar = (value: number) => constantScalar(ops, value);
  const [rate, correction1, correction2] = [0, 1, 2].map((i) => ops.reshape(ops.slice(numbers, [i], [1]), [])) as [
    T,
    T,
    T,
  ];
  const norm = ops.sqrt(ops.sum(ops.mul(gradient, gradient), [0]));
  const clipped =
    clip === undefined ? gradient : ops.mul(gradient, ops.div(scalar(clip), ops.maximum(norm, scalar(clip))));
  const mean = (old: T, decay: number, next: T) =>
    ops.add(ops.mul(old, scalar(decay)), ops.mul(next, scalar(1 - decay)));
  const nextFirst = mean(first, beta1, clipped);
  const nextSecond = mean(second, beta2, ops.mul(clipped, clipped));
  const length = ops.add(ops.sqrt(ops.mul(nextSecond, correction2)), scalar(epsilon));
  const update = ops.mul(ops.div(nextFirst, length), ops.mul(rate, correction1));
  const kept = () => {
    const share = ops.sub(scalar(1), ops.mul(rate, scalar(weightDecay)));
    if (matrices === size) return ops.mul(parameters, share);
    const decayed = ops.mul(ops.slice(parameters, [0], [matrices]), share);
    return ops.concat([decayed, ops.slice(parameters, [matrices], [size - matrices])], 0);
  };
  const held = weightDecay === 0 || matrices === 0 ? parameters : kept();
  return { parameters: ops.sub(held, update), first: nextFirst, second: nextSecond, norm };
}
