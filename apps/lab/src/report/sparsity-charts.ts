import { paperTiny } from '../isoflop/paper';
import { kindNames } from '../model/config';
import type { FlopsRow } from '../isoflop/rows';
import type { Chart, Point, Series } from './chart';
import type { Part } from './page';

const x = { name: 'sparsity ρ = T / k', scale: 'log', powersOf2: true } as const;

/** Perplexity of each kind of heads by sparsity, the dense baseline as a line across. */
export function sparsityChart(rows: readonly FlopsRow[], unit: string): Chart {
  const sparse = rows.filter(({ sparsity }) => sparsity !== undefined);
  const all = sparse.map(({ sparsity }) => sparsity!);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const dense = rows.find(({ kind }) => kind === 'dense');
  const kinds = [...new Set(sparse.map(({ kind }) => kind))];
  return {
    title: 'Perplexity at equal forward FLOPs',
    subtitle: `per ${unit} of the validation text; lower is better; e to the mean loss over seeds`,
    x,
    y: { name: `perplexity per ${unit}` },
    series: [
      ...(dense ? [across('dense baseline', dense.perplexity, least, most)] : []),
      ...kinds.map((kind): Series => ({
        name: kindNames[kind],
        points: sparse
          .filter((row) => row.kind === kind)
          .map(({ sparsity, perplexity }): Point => [sparsity!, perplexity])
          .sort(([a], [b]) => a - b),
        look: 'line and markers',
      })),
    ],
  };
}

/** What the paper found, for the shape of the curve. */
export function paperChart(): Chart {
  const points = paperTiny.mosa.map(([rho, perplexity]): Point => [rho, perplexity]);
  const most = points.at(-1)![0];
  return {
    title: 'The same in the paper (Tiny)',
    subtitle: 'per token of 8,000 SentencePiece tokens, on C4; fixed and routing: the best over ρ',
    x,
    y: { name: 'perplexity per token' },
    series: [
      across('dense baseline', paperTiny.dense, 2, most),
      { name: 'MoSA', points, look: 'line and markers' },
      across('fixed, best', paperTiny.fixed, 2, most),
      across('routing, best', paperTiny.routing, 2, most),
    ],
  };
}

/** The numbers of `paperChart`. */
export function paperTable(): Part {
  const { dense, mosa, fixed, routing } = paperTiny;
  const others = { dense, 'fixed, best over ρ': fixed, 'routing, best over ρ': routing };
  const rows = [
    ...Object.entries(others).map(([name, perplexity]) => [name, '', perplexity.toFixed(2)]),
    ...mosa.map(([rho, perplexity]) => ['MoSA', `${rho}`, perplexity.toFixed(2)]),
  ];
  return { kind: 'table', head: ['in the paper', 'ρ', 'perplexity per token'], rows };
}

function across(name: string, value: number, from: number, to: number): Series {
  return {
    name,
    points: [
      [from, value],
      [from === to ? to * 2 : to, value],
    ],
    look: 'dashed',
  };
}
