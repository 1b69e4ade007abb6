import { fieldNames } from '../settings/fields';
import { type Reading, type Variant, variants } from './plan';
import type { ReadModel } from './read-model';
import type { CausalityRun } from './result';

/** One model read in one way, over all seeds. */
export interface CausalityRow {
  readonly variant: Variant;
  /** The variant, and what else tells it from others of the runs: `causal capacity=2`. */
  readonly name: string;
  /** The same for people who do not know the command. */
  readonly title: string;
  readonly reading: Reading;
  readonly forwardFlops: number;
  readonly seeds: readonly number[];
  /** Nats a token, of each seed. */
  readonly losses: readonly number[];
  readonly loss: number;
  /** Against dense of the same seeds: the mean of the differences, negative is better, and from the least to the largest. */
  readonly change?: number;
  readonly changes?: readonly [least: number, most: number];
  /** Means over layers and seeds. */
  readonly taken?: number;
  readonly flips?: number;
}

export function causalityRows(runs: readonly CausalityRun[]): CausalityRow[] {
  const groups = new Map<string, { run: CausalityRun; read: ReadModel }[]>();
  for (const run of runs)
    for (const read of run.read) {
      const key = `${modelOf(run, runs).name} ${read.reading}`;
      groups.set(key, [...(groups.get(key) ?? []), { run, read }]);
    }
  const baselines = [...groups.values()].flat().filter(({ run }) => run.variant === 'dense');
  const dense = new Map(baselines.map(({ run, read }) => [seedOf(run), read.loss]));
  return [...groups.values()].map((group) => {
    const { run, read } = group[0]!;
    const losses = group.map((one) => one.read.loss);
    const seeds = group.map((one) => seedOf(one.run));
    const layers = group.flatMap((one) => one.read.layers);
    const differences = group.flatMap((one) => {
      const beside = dense.get(seedOf(one.run));
      return beside === undefined ? [] : [one.read.loss - beside];
    });
    const compared = run.variant !== 'dense' && differences.length > 0;
    return {
      variant: run.variant,
      ...modelOf(run, runs),
      reading: read.reading,
      forwardFlops: run.record!.costs.forwardFlops,
      seeds,
      losses,
      loss: mean(losses),
      ...(compared
        ? { change: mean(differences), changes: [Math.min(...differences), Math.max(...differences)] as const }
        : {}),
      ...(layers.length > 0
        ? { taken: mean(layers.map(({ taken }) => taken)), flips: mean(layers.map(({ flips }) => flips)) }
        : {}),
    };
  });
}

/** Settings but for the seed that not all runs of a variant share are part of its name. */
export function modelOf(
  { variant, record }: CausalityRun,
  runs: readonly CausalityRun[],
): { name: string; title: string } {
  const own = record!.settings;
  const others = runs.flatMap((run) => (run.variant === variant && run.record ? [run.record.settings] : []));
  const differing = fieldNames.filter((name) => name !== 'seed' && others.some((other) => other[name] !== own[name]));
  const named = (first: string) => [first, ...differing.map((name) => `${name}=${own[name]}`)].join(' ');
  return { name: named(variant), title: named(variants[variant].title) };
}

function seedOf({ record }: CausalityRun): number {
  return record!.settings.seed;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
