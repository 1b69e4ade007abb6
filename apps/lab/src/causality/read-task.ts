import type { ProgressLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { loadCheckpoint } from '@mosa-js/lm/node';
import { openBackend } from '../backends/open';
import { loadCorpus } from '../data/corpus';
import type { Ending } from '../jobs/job';
import { RunFolder } from '../run/store';
import { type PlannedRun, type Reading, readings, readingsOf } from './plan';
import { type ReadModel, readModel } from './read-model';
import { type CausalityRun, earlierReadings, type ReadingSizes, writeReadings } from './result';

/** A run and where it lies. */
export type Task = PlannedRun & { readonly folder: string };

/** How trained models are read. */
export interface Reader {
  readonly wanted: readonly Reading[];
  readonly sizes: ReadingSizes;
  readonly backend: string;
  readonly dataDir: string | undefined;
  /** Leaves the checkpoint of a run that is read where it is. */
  readonly keepCheckpoints: boolean;
  /** Ends after the reading that is at work. */
  readonly signal: AbortSignal;
  readonly line: ProgressLine;
}

/** A run that this call does not work on, as far as it has come. */
export function asItIs({ id, variant, folder }: Task, { wanted, sizes }: Reader): CausalityRun {
  const record = new RunFolder(folder).read();
  const status = record ? (record.status === 'complete' ? 'complete' : 'stopped') : 'not started';
  const read = record && status === 'complete' ? earlierReadings(folder, record, sizes) : [];
  return { id, variant, status, record, read: read.filter(({ reading }) => wanted.includes(reading)) };
}

/** A run whose training has ended, with all readings that are wanted of it: those of earlier calls, and the others now. */
export async function readTask(task: Task, ending: Ending, reader: Reader): Promise<CausalityRun> {
  const { id, variant, folder, settings } = task;
  const { wanted, sizes, keepCheckpoints, signal, line } = reader;
  const place = new RunFolder(folder);
  const record = place.read();
  if (ending.status !== 'complete' || !record) return { id, variant, ...ending, record, read: [] };
  const done: ReadModel[] = [...earlierReadings(folder, record, sizes)];
  const open = readingsOf(settings, wanted).filter((reading) => !done.some((one) => one.reading === reading));
  try {
    if (open.length > 0) {
      await readOpen(task, open, reader, async (model) => {
        done.push(model);
        await writeReadings(folder, record, sizes, done);
      });
    }
    if (!keepCheckpoints && !signal.aborted) place.dropCheckpoint();
    const read = done.filter(({ reading }) => wanted.includes(reading));
    return { id, variant, status: 'complete', record, read };
  } catch (error) {
    line.note(`${id}: failed: ${(error as Error).message}`);
    return { id, variant, status: 'failed', reason: (error as Error).message, record, read: done };
  }
}

async function readOpen(
  { id, folder, settings }: Task,
  open: readonly Reading[],
  { sizes, backend, dataDir, signal, line }: Reader,
  onRead: (model: ReadModel) => Promise<void>,
): Promise<void> {
  const place = new RunFolder(folder);
  if (!place.hasCheckpoint()) {
    const expected = `a checkpoint, to read the model ${open.join(', ')} (--keep-checkpoints keeps it, --fresh trains anew)`;
    throw new MosaError('input', place.checkpoint, expected, 'none');
  }
  const corpus = loadCorpus(settings, dataDir);
  const checkpoint = await loadCheckpoint(place.checkpoint);
  const opened = await openBackend(backend);
  try {
    for (const reading of open) {
      if (signal.aborted) return;
      line.update(`${id}: reading it ${readings[reading]}`);
      const model = await readModel(opened, checkpoint, reading, { settings, corpus, ...sizes });
      await onRead(model);
      line.note(`${id}, ${reading}: ${model.loss.toFixed(4)} nats`);
    }
  } finally {
    await opened.backend.dispose();
  }
}
