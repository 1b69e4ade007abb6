import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { print, say } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { environmentFor, knownBackend } from '../backends/open';
import { folderOf, gpuOf } from '../cli/common';
import type { Options } from '../cli/options';
import { openResults } from '../cli/results';
import { loadCorpus } from '../data/corpus';
import { splitFinished } from '../jobs/finished';
import type { Ending } from '../jobs/job';
import { runsFolder, trainAll } from '../jobs/train-all';
import { isoflopPage } from '../report/isoflop-page';
import { RunFolder } from '../run/store';
import { sparseKinds } from '../settings/settings';
import { type Comparison, jobOf, untilStopped } from './comparison';
import { type FlopsPlan, type PlannedRun, plannedRuns } from './plan';
import { type FlopsResult, flopsFormat } from './result';
import { flopsText } from './table';

/** `lab isoflop`: a list of models at equal forward FLOPs. @returns the exit code */
export async function compareAtEqualFlops(comparison: Comparison, earlier?: FlopsPlan): Promise<number> {
  const { given, preset, backend, parallel, dataDir } = comparison;
  const plan = planOf(comparison, earlier);
  const runs = plannedRuns(plan);
  if (given.has('list')) return list(runs);

  knownBackend(backend);
  const folder = folderOf(given, `isoflop-${preset}-${backend}`);
  const env = await environmentFor([backend], gpuOf(given));
  loadCorpus(plan.settings, dataDir); // what is wrong with the text is said once, and now
  const writeResults = await openResults(given, folder, 'isoflop.json');
  const runFolders = await runsFolder(folder, given.has('fresh'));

  const jobs = runs.map((run) => jobOf(comparison, runFolders, run, parallel));
  const open = splitFinished(jobs).open.length;
  if (open < jobs.length) say(`${jobs.length - open} of ${jobs.length} runs were finished before`);
  say(`${open} runs on ${backend}, ${parallel} at a time; results in ${folder}`);
  return untilStopped(given, async ({ signal, line }) => {
    const endings = await trainAll(jobs, { parallel, env, signal, line });
    line.end();
    const result: FlopsResult = {
      format: flopsFormat,
      plan,
      backend,
      parallel,
      runs: runs.map((run) => finishedRun(run, runFolders, endings)),
    };
    await writeResults(result, { text: flopsText(result), page: isoflopPage(result) });
    return { runs: result.runs, isOpen: result.runs.some(({ status }) => status !== 'complete') };
  });
}

function planOf({ given, settings, keepDenseHeads }: Comparison, earlier?: FlopsPlan): FlopsPlan {
  const or = <V>(values: readonly V[], otherwise: readonly V[]) =>
    values.length > 0 ? [...new Set(values)] : otherwise;
  return {
    settings,
    keepDenseHeads,
    kinds: or(kindsOf(given), earlier?.kinds ?? sparseKinds),
    sparsities: or(given.numbers('sparsities', { least: 1 }), earlier?.sparsities ?? [4, 16, 32]),
    seeds: or(given.numbers('seeds', { whole: true }), earlier?.seeds ?? [1, 2]),
  };
}

function kindsOf(given: Options) {
  return given.list('kinds').map((name) => {
    const kind = sparseKinds.find((known) => known === name);
    if (!kind) throw new MosaError('usage', '--kinds', sparseKinds.join(', '), name || 'an empty one');
    return kind;
  });
}

function list(runs: readonly PlannedRun[]): number {
  for (const { id, settings } of runs) {
    print(`${id}: ${settings.denseHeads} dense heads${settings.sparseHeads > 0 ? ` + ${settings.sparseHeads}` : ''}\n`);
  }
  return 0;
}

function finishedRun(
  { id, kind, sparsity }: PlannedRun,
  runFolders: string,
  endings: ReadonlyMap<string, Ending>,
): FlopsResult['runs'][number] {
  const path = join(runFolders, id);
  const record = existsSync(path) ? new RunFolder(path).read() : undefined;
  const ending = endings.get(id) ?? { status: 'not started' };
  return { id, kind, sparsity, ...ending, record };
}
