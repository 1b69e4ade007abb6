import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, type OptionSpecs, print, progressLine, say } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { environmentFor, knownBackend } from '../backends/open';
import { backendOf, commonOptions, comparisonOptions, folderOf, gpuOf, noWords } from '../cli/common';
import { optionLines, settingLines } from '../cli/help';
import { mergeSettings, type Options, parseOptions } from '../cli/options';
import { openResults } from '../cli/results';
import { minutesOf, stopOf } from '../cli/stop';
import { loadCorpus } from '../data/corpus';
import { type IsoflopPlan, type PlannedRun, plannedRuns } from '../isoflop/plan';
import { type IsoflopResult, isoflopFormat, readIsoflop } from '../isoflop/result';
import { isoflopTable } from '../isoflop/table';
import { splitFinished } from '../jobs/finished';
import type { Ending, Job } from '../jobs/job';
import { runsFolder, trainAll } from '../jobs/train-all';
import { isoflopPage } from '../report/isoflop-page';
import { RunFolder } from '../run/store';
import { presetOf } from '../settings/presets';
import { sparseKinds } from '../settings/settings';

const options = {
  ...commonOptions,
  sparsities: { value: 'LIST', help: 'ρ of the sparse heads. Default: 4,16,32', multiple: true },
  seeds: { value: 'LIST', help: 'seeds; every model is trained with each. Default: 1,2', multiple: true },
  kinds: { value: 'LIST', help: 'kinds of sparse heads. Default: mosa,fixed,routing', multiple: true },
  ...comparisonOptions,
  list: { help: 'print the runs and run nothing' },
} satisfies OptionSpecs;

export const isoflopCommand: Command = {
  name: 'isoflop',
  options,
  summary: 'dense heads against MoSA, fixed and routing heads at equal forward FLOPs',
  help: () => `Compares heads at equal forward FLOPs: a dense baseline (--dense-heads), and for every kind and sparsity a model of
4 dense heads and as many sparse heads as do not exceed the baseline's FLOPs.

  lab isoflop [--preset isoflop-books] [--backend NAME] [--parallel N] [--minutes M] [options] [settings]

${optionLines(options)}

Settings of the baseline, over those of the preset:
${settingLines()}

The folder for results gets one folder a run, isoflop.json with all of them, and index.html. Finished runs are not run again:
what was interrupted, killed or out of time goes on with the same command. --from takes an isoflop.json.
Exit code 0, also when out of --minutes; 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or SIGHUP; 1 where a run failed.
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options);
    noWords(given);
    const from = given.text('from');
    const earlier = from === undefined ? undefined : readIsoflop(from);
    const plan = planOf(given, earlier?.plan);
    const runs = plannedRuns(plan);
    if (given.has('list')) return list(runs);

    const backend = given.text('backend') ?? earlier?.backend ?? backendOf(given);
    knownBackend(backend);
    const parallel = given.number('parallel', { least: 1, whole: true }) ?? 1;
    minutesOf(given);
    const folder = folderOf(given, `isoflop-${given.text('preset') ?? 'isoflop-books'}-${backend}`);
    const checkpointEvery = given.number('checkpoint-every', { least: 1, whole: true });
    const dataDir = given.text('data-dir');
    const env = await environmentFor([backend], gpuOf(given));
    loadCorpus(plan.settings, dataDir); // what is wrong with the text is said once, and now
    const writeResults = await openResults(given, folder, 'isoflop.json');
    const runFolders = await runsFolder(folder, given.has('fresh'));

    const jobs = runs.map(({ id, settings }): Job => {
      const own = join(runFolders, id);
      return { id, settings, backend, folder: own, dataDir, checkpointEvery, keepCheckpoint: false, parallel };
    });
    const open = splitFinished(jobs).open.length;
    if (open < jobs.length) say(`${jobs.length - open} of ${jobs.length} runs were finished before`);
    const interrupted = stopOf(given);
    const line = progressLine();
    say(`${open} runs on ${backend}, ${parallel} at a time; results in ${folder}`);
    try {
      const endings = await trainAll(jobs, { parallel, env, signal: interrupted.signal, line });
      line.end();
      const result = gather({ plan, backend, parallel, runs, folder, endings });
      await writeResults(result, { text: isoflopTable(result), page: isoflopPage(result) });
      const isOpen = result.runs.some(({ status }) => status !== 'complete');
      if (isOpen && interrupted.reason) say(`stopped (${interrupted.reason}): the same command goes on from here`);
      if (result.runs.some(({ status }) => status === 'failed')) return 1;
      return isOpen ? interrupted.exitCode : 0;
    } finally {
      line.end();
      interrupted.release();
    }
  },
};

function planOf(given: Options, earlier?: IsoflopPlan): IsoflopPlan {
  if (earlier && given.text('preset') !== undefined) throw new MosaError('usage', '--from', 'it or --preset', 'both');
  const base = earlier?.settings ?? presetOf(given.text('preset') ?? 'isoflop-books').settings;
  const or = <V>(values: readonly V[], otherwise: readonly V[]) =>
    values.length > 0 ? [...new Set(values)] : otherwise;
  const kinds = given.list('kinds').map((name) => {
    const kind = sparseKinds.find((known) => known === name);
    if (!kind) throw new MosaError('usage', '--kinds', sparseKinds.join(', '), name || 'an empty one');
    return kind;
  });
  return {
    settings: mergeSettings(base, given.settings()),
    keepDenseHeads: given.number('keep-dense', { whole: true }) ?? earlier?.keepDenseHeads ?? 4,
    kinds: or(kinds, earlier?.kinds ?? sparseKinds),
    sparsities: or(given.numbers('sparsities', { least: 1 }), earlier?.sparsities ?? [4, 16, 32]),
    seeds: or(given.numbers('seeds', { whole: true }), earlier?.seeds ?? [1, 2]),
  };
}

function list(runs: readonly PlannedRun[]): number {
  for (const { id, settings } of runs) {
    print(`${id}: ${settings.denseHeads} dense heads${settings.sparseHeads > 0 ? ` + ${settings.sparseHeads}` : ''}\n`);
  }
  return 0;
}

interface Gathered {
  readonly plan: IsoflopPlan;
  readonly backend: string;
  readonly parallel: number;
  readonly runs: readonly PlannedRun[];
  readonly folder: string;
  readonly endings: ReadonlyMap<string, Ending>;
}

function gather({ plan, backend, parallel, runs, folder, endings }: Gathered): IsoflopResult {
  return {
    format: isoflopFormat,
    plan,
    backend,
    parallel,
    runs: runs.map(({ id, kind, sparsity }) => {
      const path = join(folder, 'runs', id);
      const record = existsSync(path) ? new RunFolder(path).read() : undefined;
      const ending = endings.get(id) ?? { status: 'not started' };
      return { id, kind, sparsity, ...ending, record };
    }),
  };
}
