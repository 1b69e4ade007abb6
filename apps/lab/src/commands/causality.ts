import { basename, join } from 'node:path';
import { type Command, type OptionSpecs, print, progressLine, say } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { relaunched } from '../backends/relaunch';
import {
  type CausalityPlan,
  defaultVariants,
  type PlannedRun,
  plannedRuns,
  readingNames,
  readings,
  sparseHeadsOf,
  variantNames,
  variantOf,
  variants,
} from '../causality/plan';
import { asItIs, type Reader, readTask, type Task } from '../causality/read-task';
import { type CausalityResult, type CausalityRun, causalityFormat } from '../causality/result';
import { causalityPage, causalityText } from '../causality/show';
import { backendOf, commonOptions, comparisonOptions, folderOf, gpuOf, settingsOf } from '../cli/common';
import { optionLines, settingLines } from '../cli/help';
import { type Options, parseOptions } from '../cli/options';
import { openResults } from '../cli/results';
import { minutesOf, stopOf } from '../cli/stop';
import { loadCorpus } from '../data/corpus';
import type { Job } from '../jobs/job';
import { runsFolder, trainAll } from '../jobs/train-all';
import { modelName } from '../model/config';
import { RunFolder } from '../run/store';

const { from: _from, ...shared } = commonOptions;
const options = {
  ...shared,
  variants: { value: 'LIST', help: `models to train. Default: ${defaultVariants.join(',')}`, multiple: true },
  seeds: { value: 'LIST', help: 'seeds; every model is trained with each. Default: 1,2', multiple: true },
  readings: { value: 'LIST', help: 'how trained models are read. Default: own,calibrated,prefix', multiple: true },
  only: { value: 'LIST', help: 'runs to work on now, of those that --list prints. Default: all', multiple: true },
  'keep-dense': comparisonOptions['keep-dense'],
  'checkpoint-every': comparisonOptions['checkpoint-every'],
  heads: { value: 'N', help: 'MoSA heads beside them. Default: as many as cost the FLOPs of the dense baseline' },
  windows: { value: 'N', help: 'windows of the validation text for each reading. Default: 128' },
  'calibration-tokens': { value: 'N', help: 'tokens that thresholds are calibrated on. Default: 65536' },
  'keep-checkpoints': { help: 'keep the checkpoints of runs that are read' },
  list: { help: 'print the runs and run nothing' },
} satisfies OptionSpecs;

export const causalityCommand: Command = {
  name: 'causality',
  options,
  summary: 'what looking ahead is worth: MoSA as published, calibrated, of the prefix, trained causally, and dense',
  help: () => `Trains a dense baseline (--dense-heads) and hybrids of 4 dense and as many MoSA heads (--sparsity) as do not exceed its forward
FLOPs, as published and with thresholds, and reads each trained model by several rules on the same text.

  lab causality [--preset isoflop-books] [--backend NAME] [--seeds 1,2] [--minutes M] [options] [settings]
  lab causality FOLDER… [--backend NAME] [options]      reads what lab train left in these folders

Models, for --variants:
${Object.entries(variants)
  .map(([name, { about }]) => `  ${name.padEnd(20)} ${about}`)
  .join('\n')}

Readings, for --readings:
${Object.entries(readings)
  .map(([name, about]) => `  ${name.padEnd(20)} ${about}`)
  .join('\n')}

${optionLines(options)}

Settings of the baseline, over those of the preset:
${settingLines()}

The folder for results gets one folder a run, causality.json and index.html. What is trained and read already is not done again:
what was interrupted or out of time goes on with the same command, and --only cuts it into pieces.
Exit code 0, also when out of --minutes; 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or SIGHUP; 1 where a run failed.
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options);
    const plan = given.words.length === 0 ? planOf(given) : undefined;
    const runs = plan ? plannedRuns(plan) : [];
    if (given.has('list')) return list(runs);
    const wanted = namesOf(given, 'readings', readingNames, readingNames);
    const only = plan
      ? namesOf(
          given,
          'only',
          runs.map(({ id }) => id),
          runs.map(({ id }) => id),
        )
      : [];
    const whole = { least: 1, whole: true };
    const sizes = {
      windows: given.number('windows', whole) ?? 128,
      calibrationTokens: given.number('calibration-tokens', whole) ?? 65536,
    };
    const checkpointEvery = given.number('checkpoint-every', whole);
    minutesOf(given);
    const backend = backendOf(given);
    const again = await relaunched([backend], gpuOf(given));
    if (again !== undefined) return again;

    const dataDir = given.text('data-dir');
    const folder = folderOf(given, `causality-${given.text('preset') ?? 'isoflop-books'}-${backend}`);
    const tasks = plan ? runs.map((run) => ({ ...run, folder: join(folder, 'runs', run.id) })) : foldersOf(given.words);
    for (const text of new Set(tasks.map(({ settings }) => settings))) loadCorpus(text, dataDir); // said once, and now
    const writeResults = await openResults(given, folder, 'causality.json');
    if (plan) await runsFolder(folder, given.has('fresh'));
    const interrupted = stopOf(given);
    const line = progressLine();
    const working = tasks.filter(({ id }) => !plan || only.includes(id));
    say(`${working.length} of ${tasks.length} runs on ${backend}; results in ${folder}`);
    const keep = !plan || given.has('keep-checkpoints');
    const reader: Reader = { wanted, sizes, backend, dataDir, keepCheckpoints: keep, signal: interrupted.signal, line };
    const results = new Map<string, CausalityRun>();
    try {
      for (const task of working) {
        const job: Job = { ...task, backend, dataDir, checkpointEvery, keepCheckpoint: true, parallel: 1 };
        const ending = plan
          ? (await trainAll([job], { parallel: 1, signal: interrupted.signal, line })).get(task.id)!
          : { status: 'complete' as const };
        results.set(task.id, await readTask(task, ending, reader));
      }
      line.end();
      const result: CausalityResult = {
        format: causalityFormat,
        ...(plan ? { plan } : {}),
        backend,
        ...sizes,
        readings: wanted,
        runs: tasks.map((task) => results.get(task.id) ?? asItIs(task, reader)),
      };
      await writeResults(result, { text: causalityText(result), page: causalityPage(result) });
      if (interrupted.reason) say(`stopped (${interrupted.reason}): the same command goes on from here`);
      if (result.runs.some(({ status }) => status === 'failed')) return 1;
      return interrupted.reason ? interrupted.exitCode : 0;
    } finally {
      line.end();
      interrupted.release();
    }
  },
};

function planOf(given: Options): CausalityPlan {
  const { settings } = settingsOf(given, 'isoflop-books');
  const keepDenseHeads = given.number('keep-dense', { whole: true }) ?? 4;
  const heads = given.number('heads', { least: 1, whole: true });
  const equal = sparseHeadsOf(settings, keepDenseHeads);
  const seeds = given.numbers('seeds', { whole: true });
  return {
    settings,
    keepDenseHeads,
    sparseHeads: heads ?? equal,
    seeds: seeds.length > 0 ? seeds : [1, 2],
    variants: namesOf(given, 'variants', variantNames, defaultVariants),
  };
}

/** Names of a list, all of them known. @throws MosaError `usage` */
function namesOf<N extends string>(given: Options, option: string, known: readonly N[], byDefault: readonly N[]): N[] {
  const names = given.list(option);
  const odd = names.find((name) => !known.includes(name as N));
  if (odd !== undefined) throw new MosaError('usage', `--${option}`, known.join(', '), show(odd));
  return names.length > 0 ? known.filter((name) => names.includes(name)) : [...byDefault];
}

/** Finished runs that `lab train` left. @throws MosaError `input` */
function foldersOf(words: readonly string[]): Task[] {
  return words.map((folder) => {
    const record = new RunFolder(folder).read();
    if (record?.status !== 'complete')
      throw new MosaError(
        'input',
        folder,
        'the folder of a finished run',
        record ? `one that is ${record.status}` : 'none',
      );
    const { settings } = record;
    return { id: `${basename(folder)}-s${settings.seed}`, variant: variantOf(settings, folder), settings, folder };
  });
}

function list(runs: readonly PlannedRun[]): number {
  for (const { id, settings } of runs) print(`${id}: ${modelName(settings)}\n`);
  return 0;
}
