import type { Chart, Point } from '../report/chart';
import { readingTitles } from './plan';
import type { CausalityRow } from './rows';

/** Nats of each model and reading, a mark for each seed. */
export function causalityChart(rows: readonly CausalityRow[], unit: string): Chart {
  const seeds = [...new Set(rows.flatMap((row) => row.seeds))].sort((a, b) => a - b);
  const isReadOtherwise = rows.some(({ reading }) => reading !== 'own');
  return {
    title: 'Loss of each model',
    subtitle: `on the validation text, left is better${isReadOtherwise ? '; read as it was trained where nothing else is said' : ''}`,
    x: { names: rows.map(({ title, reading }) => (reading === 'own' ? title : `${title}, ${readingTitles[reading]}`)) },
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
