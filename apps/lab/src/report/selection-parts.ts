import type { LayerSelection } from '@mosa-js/lm';
import { grouped } from '../cli/format';
import { modelName } from '../model/config';
import type { RunRecord } from '../run/record';
import type { Chart, Series } from './chart';
import { chartPart } from './chart-part';
import type { Part } from './page';

const head = ['layer', 'heads', 'target', 'taken', 'least of a head', 'most', 'dropped', 'heads that took nothing'];

/** What the causal heads of runs took while training: charts by step, and the last step that was reported in numbers. */
export function selectionParts(records: readonly RunRecord[]): Part[] {
  return records.flatMap((record): Part[] => {
    const last = record.selections?.at(-1);
    if (!last) return [];
    const name = `${modelName(record.settings)}, seed ${record.settings.seed}`;
    return [
      { kind: 'heading', text: `Tokens taken by ${name}` },
      chartPart(sharesChart(record)),
      { kind: 'table', head, rows: last.layers.map(cells) },
      { kind: 'notes', items: [`Of the tokens of step ${grouped(last.step)}. Dropped: for want of a slot.`, ...dead(last.layers)] },
    ];
  });
}

/** What must be said of heads that take nothing. */
export function dead(layers: readonly LayerSelection[]): string[] {
  return layers
    .filter(({ dead }) => dead > 0)
    .map(({ layer, dead, heads }) => {
      const what = dead === heads ? `all ${heads} causal heads` : `${dead} of ${heads} causal heads`;
      return `Layer ${layer}: ${what} took no token, so they learned nothing from the step.`;
    });
}

function cells({ layer, heads, target, taken, least, most, dropped, dead }: LayerSelection): string[] {
  return [`${layer}`, `${heads}`, ...[target, taken, least, most, dropped].map(percent), `${dead}`];
}

function sharesChart({ selections = [], settings }: RunRecord): Chart {
  const layers = [...new Set(selections.flatMap((one) => one.layers.map(({ layer }) => layer)))];
  const target = 1 / settings.sparsity;
  const series = layers.map((layer): Series => {
    const points = selections.flatMap(({ step, layers: all }) => {
      const own = all.filter((one) => one.layer === layer);
      return own.length === 0 ? [] : [[step, (100 * own.reduce((sum, one) => sum + one.taken, 0)) / own.length] as const];
    });
    return { name: `layer ${layer}`, points, look: 'line' };
  });
  const steps = selections.map(({ step }) => step);
  const meant: Series = {
    name: 'meant',
    points: [
      [steps[0]!, 100 * target],
      [steps.at(-1)!, 100 * target],
    ],
    look: 'dashed',
  };
  return {
    title: 'Share of tokens that a head takes',
    subtitle: 'mean over the heads of a layer',
    x: { name: 'step', min: 0 },
    y: { name: '% of the tokens of a step', min: 0 },
    series: [...series, meant],
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
