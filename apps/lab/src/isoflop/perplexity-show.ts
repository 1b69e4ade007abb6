import { columns, grouped, percent, size } from '../cli/format';
import { futureNote, modelName } from '../model/config';
import type { Chart, Point } from '../report/chart';
import { chartPart } from '../report/chart-part';
import { lossParts } from '../report/loss-parts';
import type { Part } from '../report/page';
import { settingsPart } from '../report/run-parts';
import type { RunRecord } from '../run/record';
import { tokenUnit } from '../run/summary';
import type { PerplexityResult } from './result';

/** The paper's Tiny with ρ = 32, section 5. */
const paper = { heads: '4 dense + 17 MoSA, ρ 32', time: -0.073, memory: -0.1, kv: 4640 / 9216 - 1, flops: -0.28 };

interface Pair {
  readonly dense: RunRecord;
  readonly sparse: RunRecord;
}

function pairOf({ runs, heads }: PerplexityResult): Pair | undefined {
  const dense = runs[0]?.record;
  const sparse = heads === undefined ? undefined : runs.find(({ sparseHeads }) => sparseHeads === heads)?.record;
  return dense?.final && sparse?.final ? { dense, sparse } : undefined;
}

const head = ['', 'dense', 'MoSA', 'change', `paper, ${paper.heads}`];

function rows(result: PerplexityResult): string[][] {
  const pair = pairOf(result);
  if (!pair) return [];
  const { dense, sparse } = pair;
  const compare = (
    name: string,
    of: (record: RunRecord) => number,
    text: (value: number) => string,
    published = '',
  ) => [name, text(of(dense)), text(of(sparse)), percent(of(sparse) / of(dense) - 1), published];
  const unit = tokenUnit(dense);
  const { times } = result;
  const milliseconds = (value?: number) => (value === undefined ? '' : `${value.toFixed(2)} ms`);
  const stepMemory = ({ costs }: RunRecord) => costs.stepPeakBytes + costs.stateBytes;
  return [
    ['heads', modelName(dense.settings), modelName(sparse.settings), '', ''],
    compare(
      `perplexity per ${unit}`,
      ({ final }) => final!.perplexity,
      (value) => value.toFixed(4),
    ),
    ...(times
      ? [
          [
            'time of a training step',
            milliseconds(times.milliseconds?.dense),
            milliseconds(times.milliseconds?.sparse),
            percent(times.change),
            percent(paper.time),
          ],
        ]
      : []),
    compare('memory of a training step', stepMemory, size, percent(paper.memory)),
    compare('… of which intermediates', ({ costs }) => costs.stepPeakBytes, size),
    compare('KV pairs a layer', ({ costs }) => costs.kvPairsPerLayer, grouped, percent(paper.kv)),
    compare(
      'forward GFLOP',
      ({ costs }) => costs.forwardFlops / 1e9,
      (value) => value.toFixed(3),
      percent(paper.flops),
    ),
    compare('parameters', ({ costs }) => costs.parameters, grouped),
  ];
}

const triesHead = ['MoSA heads', 'status', 'perplexity', 'against dense'];

function tries({ runs }: PerplexityResult): string[][] {
  const dense = runs[0]?.record?.final;
  return [...runs]
    .sort((a, b) => a.sparseHeads - b.sparseHeads)
    .map(({ sparseHeads, status, record }) => [
      sparseHeads === 0 ? 'dense' : `${sparseHeads}`,
      status,
      record?.final?.perplexity.toFixed(4) ?? '',
      sparseHeads > 0 && record?.final && dense ? percent(record.final.perplexity / dense.perplexity - 1) : '',
    ]);
}

function notes(result: PerplexityResult): string[] {
  const { plan, heads, isSmallest, backend, runs, times } = result;
  const found =
    heads === undefined
      ? `No hybrid of ${plan.keepDenseHeads} dense and at most ${plan.most} MoSA heads reached the dense perplexity so far.`
      : isSmallest
        ? `${plan.keepDenseHeads} dense and ${heads} MoSA heads are the fewest found to reach the dense perplexity, to within ${plan.precision === 1 ? 'one head' : `${plan.precision} heads`}, with one seed.`
        : `${plan.keepDenseHeads} dense and ${heads} MoSA heads reach the dense perplexity; the search was stopped before it was known whether fewer do.`;
  return [
    found,
    ...(times
      ? [
          `Times: ${times.pairs} pairs of steps in turns in one process, the median of their ratios${times.milliseconds ? '' : '; on a CPU only the ratio is given'}.`,
        ]
      : backend.software
        ? ['The GPU was emulated in software, so nothing was timed.']
        : []),
    'Memory is counted from the graph of a step: parameters, moments and batch, and the largest sum of intermediates alive at once.',
    'KV pairs are accounting, as in the paper: nothing is decoded.',
    ...runs.flatMap(({ id, reason }) => (reason ? [`${id} failed: ${reason}`] : [])),
    futureNote,
  ];
}

/** A search as text. */
export function perplexityText(result: PerplexityResult): string {
  const compared = rows(result);
  return [
    ...(compared.length > 0 ? [columns(head, compared)] : []),
    columns(triesHead, tries(result)),
    notes(result).join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function perplexityChart(result: PerplexityResult): Chart | undefined {
  const done = result.runs.filter(({ record }) => record?.final);
  const dense = done.find(({ sparseHeads }) => sparseHeads === 0)?.record?.final;
  const points = done
    .filter(({ sparseHeads }) => sparseHeads > 0)
    .map(({ sparseHeads, record }): Point => [sparseHeads, record!.final!.perplexity])
    .sort(([a], [b]) => a - b);
  if (!dense || points.length === 0) return undefined;
  const unit = tokenUnit(done[0]!.record!);
  const most = points.at(-1)![0];
  return {
    title: 'How many MoSA heads reach the dense perplexity',
    subtitle: `${result.plan.keepDenseHeads} dense heads beside them, ρ = ${result.plan.sparsity}`,
    x: { name: 'MoSA heads of each layer', min: 0 },
    y: { name: `perplexity per ${unit}` },
    series: [
      {
        name: 'dense baseline',
        points: [
          [0, dense.perplexity],
          [most, dense.perplexity],
        ],
        look: 'dashed',
      },
      { name: 'hybrids', points, look: 'line and markers' },
    ],
  };
}

/** A search: what both models cost, what was tried, notes and charts. */
export function perplexityParts(result: PerplexityResult): Part[] {
  const ordered = [...result.runs].sort((a, b) => a.sparseHeads - b.sparseHeads);
  const records = ordered.flatMap(({ record }) => record ?? []);
  const compared = rows(result);
  const chart = perplexityChart(result);
  return [
    { kind: 'heading', text: 'Equal perplexity' },
    ...(compared.length > 0 ? [{ kind: 'table', head, rows: compared } as const] : []),
    ...(chart ? [chartPart(chart)] : []),
    { kind: 'table', head: triesHead, rows: tries(result) },
    { kind: 'notes', items: notes(result) },
    ...lossParts(records),
    ...records.slice(0, 1).map(settingsPart),
  ];
}
