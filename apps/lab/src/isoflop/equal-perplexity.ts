import { say } from '@mosa-js/command';
import { isoFlopHeads } from '@mosa-js/core';
import { openBackend } from '../backends/open';
import { relaunched } from '../backends/relaunch';
import { folderOf, gpuOf } from '../cli/common';
import { openResults } from '../cli/results';
import { loadCorpus } from '../data/corpus';
import { runsFolder, trainAll } from '../jobs/train-all';
import { isoflopPage } from '../report/isoflop-page';
import { RunFolder } from '../run/store';
import type { Settings } from '../settings/settings';
import { type Comparison, jobOf, untilStopped } from './comparison';
import { perplexityText } from './perplexity-show';
import { type PerplexityPlan, type PerplexityResult, type PerplexityRun, perplexityFormat } from './result';
import { fewest, nextCandidates } from './search';
import { timeSideBySide } from './side-by-side';

/** `lab isoflop --match perplexity`: the fewest MoSA heads that reach the baseline's perplexity. @returns the exit code */
export async function compareAtEqualPerplexity(comparison: Comparison, earlier?: PerplexityPlan): Promise<number> {
  const { given, preset, settings, parallel, dataDir } = comparison;
  const plan = planOf(comparison, earlier);
  const pairs = given.number('pairs', { least: 1, whole: true }) ?? 20;
  const again = await relaunched([comparison.backend], gpuOf(given));
  if (again !== undefined) return again;

  const corpus = loadCorpus(settings, dataDir);
  const folder = folderOf(given, `isoflop-perplexity-${preset}-r${plan.sparsity}-${comparison.backend}`);
  const writeResults = await openResults(given, folder, 'isoflop.json');
  const runFolders = await runsFolder(folder, given.has('fresh'));
  const open = await openBackend(comparison.backend);
  say(`a dense baseline, then up to ${plan.most} MoSA heads on ${comparison.backend}; results in ${folder}`);

  return untilStopped(given, async ({ signal, line }) => {
    const runs: PerplexityRun[] = [];
    const known = new Map<number, boolean>();
    const tryAll = async (counts: readonly number[]): Promise<PerplexityRun[]> => {
      const jobs = counts.map((heads) => {
        const id = heads === 0 ? 'dense' : `mosa-${heads}`;
        return jobOf(comparison, runFolders, { id, settings: hybrid(plan, heads) }, counts.length);
      });
      const endings = await trainAll(jobs, { parallel, signal, line });
      const tried = jobs.map(({ id, folder: own }, i): PerplexityRun => {
        const record = new RunFolder(own).read();
        return { id, sparseHeads: counts[i]!, ...endings.get(id)!, record };
      });
      runs.push(...tried);
      return tried;
    };
    await tryAll([0]);
    const dense = runs[0]!.record?.final;
    const search = { ...plan, parallel };
    while (dense && !signal.aborted) {
      const candidates = nextCandidates(known, search);
      if (candidates.length === 0) break;
      const tried = await tryAll(candidates);
      for (const { sparseHeads, record } of tried) {
        if (record?.final) known.set(sparseHeads, record.final.loss <= dense.loss);
      }
      // One that failed says nothing of its heads, and would be tried for ever.
      if (tried.some(({ record }) => !record?.final)) break;
    }
    const heads = fewest(known);
    const isSmallest = heads !== undefined && nextCandidates(known, search).length === 0;
    const isMatched = heads !== undefined && !signal.aborted;
    if (isMatched) say('timing steps of both, in turns');
    const times = isMatched ? await timeSideBySide(open, corpus, settings, hybrid(plan, heads), pairs) : undefined;
    line.end();
    const result: PerplexityResult = {
      format: perplexityFormat,
      plan,
      backend: open.identity,
      runs,
      heads,
      isSmallest,
      times,
    };
    await open.backend.dispose();
    await writeResults(result, { text: perplexityText(result), page: isoflopPage(result) });
    return { runs, isOpen: signal.aborted };
  });
}

function planOf({ given, settings, keepDenseHeads }: Comparison, earlier?: PerplexityPlan): PerplexityPlan {
  const { layers, dModel, dHead, length: seqLen, denseHeads: baselineDenseHeads, sparsity } = settings;
  const sizes = { layers, dModel, dHead, seqLen, baselineDenseHeads, keepDenseHeads };
  const whole = { least: 1, whole: true };
  return {
    settings,
    keepDenseHeads,
    sparsity,
    start: given.number('start', whole) ?? earlier?.start ?? 4,
    most: given.number('most', whole) ?? earlier?.most ?? isoFlopHeads({ ...sizes, kind: 'mosa', sparsity }),
    precision: given.number('precision', whole) ?? earlier?.precision ?? 1,
  };
}

function hybrid({ settings, keepDenseHeads, sparsity }: PerplexityPlan, heads: number): Settings {
  return heads === 0
    ? settings
    : { ...settings, denseHeads: keepDenseHeads, sparseHeads: heads, sparse: 'mosa', sparsity };
}
