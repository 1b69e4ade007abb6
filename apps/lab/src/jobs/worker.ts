import { type Command, exitCodes } from '@mosa-js/command';
import { openBackend } from '../backends/open';
import { loadCorpus } from '../data/corpus';
import { RunFolder } from '../run/store';
import { trainRun } from '../run/train-run';
import type { Job, WorkerMessage } from './job';

/** Resolves when the message has left this process, so that nothing told so far is lost at its end. */
function tell(message: WorkerMessage): Promise<void> {
  return new Promise((resolve) => (process.send ? process.send(message, () => resolve()) : resolve()));
}

/** Runs one job for `runJobs`, its parent. */
export const workerCommand: Command = {
  name: 'worker',
  options: {},
  summary: 'one run of another command, in a process of its own',
  help: () => 'For the lab itself.\n',
  async run([text]) {
    const job: Job = JSON.parse(text ?? '{}');
    const stop = new AbortController();
    // A terminal sends Ctrl-C, or that it was closed, to all processes. The parent says the same, a little later.
    for (const signal of Object.keys(exitCodes)) process.on(signal, () => stop.abort());
    process.on('message', (message) => message === 'stop' && stop.abort());
    process.on('disconnect', () => stop.abort()); // the parent is gone: save what there is
    try {
      const { backend, identity } = await openBackend(job.backend);
      let told = 0;
      const { record, unsaved } = await trainRun({
        settings: job.settings,
        open: { backend, identity },
        corpus: loadCorpus(job.settings, job.dataDir),
        folder: new RunFolder(job.folder),
        checkpointEvery: job.checkpointEvery,
        keepCheckpoint: job.keepCheckpoint,
        evaluateWhole: job.evaluateWhole,
        parallel: job.parallel,
        signal: stop.signal,
        onEvent(event) {
          if (event.kind !== 'step' || Date.now() - told < 200) return;
          told = Date.now();
          void tell({ type: 'step', event });
        },
      });
      await backend.dispose();
      if (unsaved) throw unsaved;
      await tell({ type: 'done', status: record.status === 'complete' ? 'complete' : 'stopped' });
      return 0;
    } catch (error) {
      await tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
      return 1;
    }
  },
};
