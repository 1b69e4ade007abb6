import { join } from 'node:path';
import { type ProgressLine, progressLine, say } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { backendOf } from '../cli/common';
import { mergeSettings, type Options } from '../cli/options';
import { minutesOf, stopOf } from '../cli/stop';
import type { Ending, Job } from '../jobs/job';
import { presetOf } from '../settings/presets';
import type { Settings } from '../settings/settings';
import { checkBaseline } from './plan';
import type { IsoflopResult } from './result';

/** What is asked of either comparison, at equal FLOPs or at equal perplexity. */
export interface Comparison {
  readonly given: Options;
  readonly preset: string;
  /** The dense baseline. */
  readonly settings: Settings;
  /** Dense heads that stay beside the sparse ones. */
  readonly keepDenseHeads: number;
  readonly backend: string;
  /** Processes at a time. */
  readonly parallel: number;
  readonly checkpointEvery?: number;
  readonly dataDir?: string;
}

/** @throws MosaError `usage`; `config` for a baseline that has no dense heads to give up */
export function comparisonOf(given: Options, earlier?: IsoflopResult): Comparison {
  const preset = given.text('preset') ?? 'isoflop-books';
  if (earlier && given.has('preset')) throw new MosaError('usage', '--from', 'it or --preset', 'both');
  const settings = mergeSettings(earlier?.plan.settings ?? presetOf(preset).settings, given.settings());
  const keepDenseHeads = given.number('keep-dense', { whole: true }) ?? earlier?.plan.keepDenseHeads ?? 4;
  checkBaseline(settings, keepDenseHeads);
  const earlierBackend = typeof earlier?.backend === 'object' ? earlier.backend.name : earlier?.backend;
  minutesOf(given); // what is wrong with it is said before anything is opened
  return {
    given,
    preset,
    settings,
    keepDenseHeads,
    backend: given.text('backend') ?? earlierBackend ?? backendOf(given),
    parallel: given.number('parallel', { least: 1, whole: true }) ?? 1,
    checkpointEvery: given.number('checkpoint-every', { least: 1, whole: true }),
    dataDir: given.text('data-dir'),
  };
}

/** One run of a comparison, for a process of its own. @param parallel how many run at a time with it */
export function jobOf(
  { backend, dataDir, checkpointEvery }: Comparison,
  runFolders: string,
  { id, settings }: { readonly id: string; readonly settings: Settings },
  parallel: number,
): Job {
  const folder = join(runFolders, id);
  return { id, settings, backend, folder, dataDir, checkpointEvery, keepCheckpoint: false, parallel };
}

/** What the work of a comparison needs while it runs. */
export interface Tools {
  /** Aborted by Ctrl-C and its like, and at the end of `--minutes`. */
  readonly signal: AbortSignal;
  readonly line: ProgressLine;
}

/** What the work of a comparison left. */
export interface Done {
  readonly runs: readonly { readonly status: Ending['status'] }[];
  /** Whether the same command would go on. */
  readonly isOpen: boolean;
}

/** Does the work until it is done or stopped. @returns the exit code */
export async function untilStopped(given: Options, work: (tools: Tools) => Promise<Done>): Promise<number> {
  const interrupted = stopOf(given);
  const line = progressLine();
  try {
    const { runs, isOpen } = await work({ signal: interrupted.signal, line });
    if (isOpen && interrupted.reason) say(`stopped (${interrupted.reason}): the same command goes on from here`);
    if (runs.some(({ status }) => status === 'failed')) return 1;
    return isOpen ? interrupted.exitCode : 0;
  } finally {
    line.end();
    interrupted.release();
  }
}
