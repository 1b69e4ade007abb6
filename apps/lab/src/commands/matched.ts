import { join } from 'node:path';
import { type Command, type OptionSpecs, progressLine, say } from '@mosa-js/command';
import { isoFlopHeads, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { openBackend } from '../backends/open';
import { relaunched } from '../backends/relaunch';
import { backendOf, commonOptions, comparisonOptions, folderOf, gpuOf, noWords, settingsOf } from '../cli/common';
import { optionLines, settingLines } from '../cli/help';
import { parseOptions } from '../cli/options';
import { openResults } from '../cli/results';
import { minutesOf, stopOf } from '../cli/stop';
import { loadCorpus } from '../data/corpus';
import type { Job } from '../jobs/job';
import { runsFolder, trainAll } from '../jobs/train-all';
import { type MatchedPlan, type MatchedResult, type MatchedRun, matchedFormat } from '../matched/result';
import { fewest, nextCandidates } from '../matched/search';
import { matchedPage, matchedText } from '../matched/show';
import { timeSideBySide } from '../matched/side-by-side';
import { RunFolder } from '../run/store';
import type { Settings } from '../settings/settings';

const { from: _from, ...shared } = commonOptions;
const options = {
  ...shared,
  ...comparisonOptions,
  start: { value: 'N', help: 'MoSA heads to begin with; then twice as many, and so on. Default: 4' },
  most: { value: 'N', help: 'MoSA heads to try at most. Default: as many as cost the FLOPs of the dense baseline' },
  precision: { value: 'N', help: 'heads to within which the answer is looked for. Default: 1' },
  pairs: { value: 'N', help: 'pairs of steps to time side by side. Default: 20' },
} satisfies OptionSpecs;

export const matchedCommand: Command = {
  name: 'matched',
  options,
  summary: 'the smallest MoSA hybrid that reaches the dense perplexity, and what it costs',
  help: () => `Trains a dense baseline, then hybrids of 4 dense and more and more MoSA heads (--sparsity) until one reaches its validation
perplexity; then as few as do. Compares the two: time of a step side by side, memory, KV pairs.

  lab matched [--preset isoflop-books] [--backend NAME] [--sparsity 32] [--parallel N] [--minutes M] [options] [settings]

${optionLines(options)}

Settings of the baseline, over those of the preset:
${settingLines()}

The folder for results gets one folder a run, matched.json and index.html. Finished runs are not run again: what was
interrupted or out of time goes on with the same command.
Exit code 0, also when out of --minutes; 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or SIGHUP; 1 where a run failed.
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options);
    noWords(given);
    const { settings } = settingsOf(given, 'isoflop-books');
    const whole = { least: 1, whole: true };
    const keepDenseHeads = given.number('keep-dense', { whole: true }) ?? 4;
    if (settings.sparseHeads > 0 || settings.denseHeads <= keepDenseHeads) {
      const expected = `a dense baseline with more than the ${keepDenseHeads} dense heads of the hybrids (--dense-heads)`;
      throw new MosaError('config', 'matched', expected, show([settings.denseHeads, settings.sparseHeads]));
    }
    const { layers, dModel, dHead, length: seqLen, denseHeads: baselineDenseHeads, sparsity } = settings;
    const equal = {
      layers,
      dModel,
      dHead,
      seqLen,
      baselineDenseHeads,
      keepDenseHeads,
      kind: 'mosa',
      sparsity,
    } as const;
    const plan: MatchedPlan = {
      settings,
      keepDenseHeads,
      sparsity,
      start: given.number('start', whole) ?? 4,
      most: given.number('most', whole) ?? isoFlopHeads(equal),
      precision: given.number('precision', whole) ?? 1,
    };
    const parallel = given.number('parallel', whole) ?? 1;
    const checkpointEvery = given.number('checkpoint-every', whole);
    const pairs = given.number('pairs', whole) ?? 20;
    minutesOf(given);
    const backend = backendOf(given);
    const again = await relaunched([backend], gpuOf(given));
    if (again !== undefined) return again;

    const dataDir = given.text('data-dir');
    const corpus = loadCorpus(settings, dataDir);
    const folder = folderOf(given, `matched-${given.text('preset') ?? 'isoflop-books'}-r${sparsity}-${backend}`);
    const writeResults = await openResults(given, folder, 'matched.json');
    const runFolders = await runsFolder(folder, given.has('fresh'));
    const open = await openBackend(backend);
    const interrupted = stopOf(given);
    const line = progressLine();
    say(`a dense baseline, then up to ${plan.most} MoSA heads on ${backend}; results in ${folder}`);

    const runs: MatchedRun[] = [];
    const known = new Map<number, boolean>();
    const tryAll = async (counts: readonly number[]): Promise<void> => {
      const jobs = counts.map((heads): Job => {
        const id = heads === 0 ? 'dense' : `mosa-${heads}`;
        const own = join(runFolders, id);
        const job = { folder: own, dataDir, checkpointEvery, keepCheckpoint: false, parallel: counts.length };
        return { id, settings: hybrid(plan, heads), backend, ...job };
      });
      const endings = await trainAll(jobs, { parallel, signal: interrupted.signal, line });
      jobs.forEach(({ id, folder: own }, i) => {
        const record = new RunFolder(own).read();
        runs.push({ id, sparseHeads: counts[i]!, ...endings.get(id)!, record });
      });
    };
    try {
      await tryAll([0]);
      const dense = runs[0]!.record?.final;
      const search = { ...plan, parallel };
      while (dense && !interrupted.signal.aborted) {
        const candidates = nextCandidates(known, search);
        if (candidates.length === 0) break;
        await tryAll(candidates);
        const results = runs.slice(-candidates.length);
        for (const { sparseHeads, record } of results) {
          if (record?.final) known.set(sparseHeads, record.final.loss <= dense.loss);
        }
        // One that failed says nothing of its heads, and would be tried for ever.
        if (results.some(({ record }) => !record?.final)) break;
      }
      const heads = fewest(known);
      const isSmallest = heads !== undefined && nextCandidates(known, search).length === 0;
      const isMatched = heads !== undefined && !interrupted.signal.aborted;
      if (isMatched) say('timing steps of both, in turns');
      const times = isMatched ? await timeSideBySide(open, corpus, settings, hybrid(plan, heads), pairs) : undefined;
      line.end();
      const result: MatchedResult = {
        format: matchedFormat,
        plan,
        backend: open.identity,
        runs,
        heads,
        isSmallest,
        times,
      };
      await open.backend.dispose();
      await writeResults(result, { text: matchedText(result), page: matchedPage(result) });
      if (runs.some(({ status }) => status === 'failed')) return 1;
      if (!interrupted.reason) return 0;
      say(`stopped (${interrupted.reason}): the same command goes on from here`);
      return interrupted.exitCode;
    } finally {
      line.end();
      interrupted.release();
    }
  },
};

function hybrid({ settings, keepDenseHeads, sparsity }: MatchedPlan, heads: number): Settings {
  return heads === 0
    ? settings
    : { ...settings, denseHeads: keepDenseHeads, sparseHeads: heads, sparse: 'mosa', sparsity };
}
