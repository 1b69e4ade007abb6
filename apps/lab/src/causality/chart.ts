import type { Chart, Point } from '../report/chart';
import type { CausalityRow } from './rows';

/** Nats of each model and reading, a mark for each seed. */
export function causalityChart(rows: readonly CausalityRow[], unit: string): Chart {
  const seeds = [...new Set(rows.flatMap((row) => row.seeds))].sort((a, b) => a - b);
  return {
    title: 'Loss of each model, as it is read',
    subtitle: 'own: by the rule that it was trained with; lower is better',
    x: { names: rows.map(({ name, reading }) => `${name}\n${reading}`) },
    y: { name: `nats a ${unit}` },
    series: seeds.map((seed) => ({
      name: `seed ${seed}`,
      // Marks of another size show through where seeds agree.
      size: 12 - 4 * Math.min(seeds.indexOf(seed), 2),
      points: rows.flatMap((row, x): Point[] => {
        const at = row.seeds.indexOf(seed);
        return at < 0 ? [] : [[x, row.losses[at]!]];
      }),
      look: 'markers',
    })),
  };
}
