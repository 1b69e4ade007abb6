import { columns } from '../cli/format';
import { chartPart } from '../report/chart-part';
import { lossParts } from '../report/loss-parts';
import { type Part, page } from '../report/page';
import { aboutRuns, settingsPart } from '../report/run-parts';
import { selectionParts } from '../report/selection-parts';
import { tokenUnit } from '../run/summary';
import { causalityChart } from './chart';
import { readings, readingTitles, variants } from './plan';
import type { CausalityResult, CausalityRun } from './result';
import { type CausalityRow, causalityRows, modelOf } from './rows';

const head = (unit: string) => [
  'model',
  'read',
  'GFLOP',
  `nats a ${unit}`,
  'by seed',
  'vs dense',
  'least to most',
  'tokens taken',
  'flips',
];

type Called = (row: CausalityRow) => readonly [model: string, reading: string];
const asOptions: Called = ({ name, reading }) => [name, reading];
const asTitles: Called = ({ title, reading }) => [title, readingTitles[reading]];

function cells(runs: readonly CausalityRun[], called: Called): string[][] {
  return causalityRows(runs).map((row) => [
    ...called(row),
    (row.forwardFlops / 1e9).toFixed(3),
    row.loss.toFixed(4),
    row.seeds.map((seed, i) => `${seed}: ${row.losses[i]!.toFixed(4)}`).join(', '),
    row.change === undefined ? '' : signed(row.change),
    row.changes === undefined ? '' : `${signed(row.changes[0])} to ${signed(row.changes[1])}`,
    row.taken === undefined ? '' : percent(row.taken),
    row.flips === undefined ? '' : percent(row.flips),
  ]);
}

/** What must be said with the numbers. */
export function causalityNotes({ runs, plan, windows, calibrationTokens }: CausalityResult): string[] {
  const used = [...new Set(runs.map(({ variant }) => variant))];
  const seen = [...new Set(runs.flatMap(({ read }) => read.map(({ reading }) => reading)))];
  const open = runs.filter(({ status }) => status !== 'complete').length;
  const seeds = new Set(runs.map(({ record }) => record?.settings.seed));
  return [
    ...(open > 0 ? [`${open} of ${runs.length} runs are not finished; only finished ones are in the table.`] : []),
    ...runs.flatMap(({ id, status, reason }) => (status === 'failed' ? [`${id} failed: ${reason}`] : [])),
    ...(plan
      ? [
          `Plan: seeds ${plan.seeds.join(', ')}; ${plan.sparseHeads} MoSA heads beside ${plan.keepDenseHeads} dense ones.`,
        ]
      : []),
    ...((plan?.seeds.length ?? seeds.size) < 2 ? ['One seed says nothing of the spread of seeds.'] : []),
    ...used.map((variant) => `${variants[variant].title} (--variants ${variant}): ${variants[variant].about}.`),
    ...seen.map((reading) => `${readingTitles[reading]} (--readings ${reading}): read ${readings[reading]}.`),
    `Each reading is of the same ${windows} windows of the validation text; thresholds that are calibrated, of ${calibrationTokens} tokens of the training text.`,
    'vs dense: the mean difference to the dense model of the same seed, and from the least to the largest of seeds. Negative is better.',
    'Taken: share of tokens that a head takes, mean over heads and layers. Flips: share of the tokens taken in the first half of a sequence that are not taken when its second half is another; 0 for what does not look ahead.',
    'GFLOP: forward, one sequence, as the paper counts them; causal heads with the share that they are to take.',
    ...(runs.some(({ record }) => record?.backend.software) ? ['The GPU was emulated in software.'] : []),
  ];
}

function unitOf(runs: readonly CausalityRun[]): string {
  const record = runs.find((run) => run.record)?.record;
  return record ? tokenUnit(record) : 'token';
}

export function causalityText(result: CausalityResult): string {
  const rows = cells(result.runs, asOptions);
  const table = rows.length === 0 ? '' : `${columns(head(unitOf(result.runs)), rows)}\n\n`;
  return `${table}${causalityNotes(result).join('\n')}\n`;
}

export function causalityParts(result: CausalityResult): Part[] {
  const records = result.runs.flatMap(({ record }) => record ?? []);
  const rows = cells(result.runs, asTitles);
  const titles = new Map(
    result.runs.flatMap((run) => (run.record ? [[run.record, modelOf(run, result.runs).title]] : [])),
  );
  return [
    { kind: 'heading', text: 'What looking ahead is worth' },
    ...(rows.length > 0 ? [chartPart(causalityChart(causalityRows(result.runs), unitOf(result.runs)))] : []),
    ...(rows.length > 0 ? [{ kind: 'table', head: head(unitOf(result.runs)), rows } as const] : []),
    { kind: 'notes', items: causalityNotes(result) },
    ...layerParts(result.runs),
    ...(records.length > 0
      ? [...lossParts(records, (record) => titles.get(record)!), ...selectionParts(records), settingsPart(records[0]!)]
      : []),
  ];
}

/** What heads take layer by layer: the first is where ties are. */
function layerParts(runs: readonly CausalityRun[]): Part[] {
  const rows = runs.flatMap(({ id, read }) =>
    read.flatMap(({ reading, layers }) =>
      layers.map((one) => [
        ...[id, readingTitles[reading], `${one.layer}`],
        ...[percent(one.taken), percent(one.least), percent(one.most), percent(one.flips)],
      ]),
    ),
  );
  if (rows.length === 0) return [];
  const head = ['run', 'read', 'layer', 'tokens taken', 'least of a head', 'most', 'flips'];
  return [
    {
      kind: 'closed',
      summary: `What heads take, layer by layer (${rows.length} rows)`,
      parts: [{ kind: 'table', head, rows }],
    },
  ];
}

export function causalityPage(result: CausalityResult): string {
  const records = result.runs.flatMap(({ record }) => record ?? []);
  return page('MoSA, causal and not', aboutRuns(records), causalityParts(result));
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
