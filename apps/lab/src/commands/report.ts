import { readFileSync } from 'node:fs';
import { type Command, type OptionSpecs, openOutput, print } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { agreeFormat } from '../agree/agreement';
import { agreeParts } from '../agree/show';
import { causalityFormat } from '../causality/result';
import { causalityParts } from '../causality/show';
import { optionLines } from '../cli/help';
import { parseOptions } from '../cli/options';
import { flopsFormat, perplexityFormat } from '../isoflop/result';
import { memoryFormat, memoryParts } from '../memory/show';
import { alone, aloneNarrow, type Form, renderChart } from '../report/chart';
import { checkResult, type LabResult } from '../report/check-result';
import { isoflopParts } from '../report/isoflop-page';
import { type Part, page } from '../report/page';
import { aboutRuns, runParts } from '../report/run-parts';
import { type RunRecord, recordFormat } from '../run/record';

const options = {
  html: { value: 'FILE', help: 'the page. Default: report.html' },
  picture: { value: 'FILE', help: 'the first of its charts by itself, as SVG' },
  'narrow-picture': { value: 'FILE', help: 'the same for a narrow screen' },
  title: { value: 'TEXT', help: 'its title. Default: MoSA in the lab' },
} satisfies OptionSpecs;

export const reportCommand: Command = {
  name: 'report',
  options,
  summary: 'a page of charts and tables from the JSON of any of these',
  help: () => `Makes one page, with nothing to load from anywhere, from the JSON of runs and comparisons.

  lab report run.json isoflop.json agree.json memory.json causality.json … [--html FILE]

${optionLines(options)}
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options, false);
    if (given.words.length === 0) throw new MosaError('usage', 'report', 'the JSON of one or more runs', 'none');
    const results = given.words.map(read);
    const file = given.text('html') ?? 'report.html';
    const title = given.text('title') ?? 'MoSA in the lab';
    const parts = resultParts(results);
    const pictures = Object.entries({ picture: alone, 'narrow-picture': aloneNarrow }).flatMap(([option, form]) => {
      const path = given.text(option);
      return path === undefined
        ? []
        : [{ path, option: `--${option} ${path}`, svg: picture(parts, form, `--${option}`) }];
    });
    const output = await openOutput(file, `--html ${file}`);
    await output.write(page(title, aboutRuns(results.flatMap(recordsOf)), parts));
    for (const { path, option, svg } of pictures) await (await openOutput(path, option)).write(svg);
    return print(`${file}\n`);
  },
};

/** @throws MosaError `usage` where nothing is drawn */
function picture(parts: readonly Part[], form: Form, option: string): string {
  const drawn = parts.find((part) => part.kind === 'chart' || part.kind === 'panels');
  if (drawn) return `${renderChart(drawn.chart, form)}\n`;
  throw new MosaError('usage', option, 'results of which a chart is drawn', 'tables alone');
}

/** Runs of one kind of text share a chart; every comparison has its own part. */
export function resultParts(results: readonly LabResult[]): Part[] {
  const records = results.filter((result) => result.format === recordFormat);
  const others = results.filter((result) => result.format !== recordFormat);
  const texts = [...new Set(records.map(({ data }) => data.valid.sha256))];
  const runs = texts.flatMap((text): Part[] => {
    const own = records.filter(({ data }) => data.valid.sha256 === text);
    return [{ kind: 'heading', text: `Training on ${own[0]!.data.train.file}` }, ...runParts(own)];
  });
  return [...runs, ...others.flatMap(partsOf)];
}

function partsOf(result: Exclude<LabResult, RunRecord>): Part[] {
  switch (result.format) {
    case flopsFormat:
    case perplexityFormat:
      return isoflopParts(result);
    case agreeFormat:
      return agreeParts(result);
    case memoryFormat:
      return memoryParts(result);
    case causalityFormat:
      return causalityParts(result);
  }
}

function recordsOf(result: LabResult): RunRecord[] {
  if (result.format === recordFormat) return [result];
  if (result.format === agreeFormat) return [result.record];
  return result.format === memoryFormat ? [] : result.runs.flatMap(({ record }) => record ?? []);
}

/** @throws MosaError `input`, `config` */
function read(path: string): LabResult {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new MosaError('input', path, 'a JSON file of the lab', (error as Error).message, { cause: error });
  }
  return checkResult(value, path);
}
