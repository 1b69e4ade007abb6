import type { ProgressLine } from '@mosa-js/command';
import { duration, grouped } from '../cli/format';
import type { Ending, Job, StepEvent } from './job';

/** Follows jobs in one line: how many are done, where those under way are, tokens/s of all together, time left. */
export function jobProgress(jobs: readonly Job[], line: ProgressLine) {
  const running = new Map<string, { readonly event: StepEvent; readonly first: number }>();
  const ended = new Map<string, Ending>();
  const counted = new Map<string, number>();
  const began = Date.now();

  const show = () => {
    const under = [...running].map(
      ([id, { event }]) => `${id} ${event.step}/${event.steps} loss ${event.loss.toFixed(3)}`,
    );
    const steps = [...counted.values()].reduce((sum, n) => sum + n, 0);
    const rate = steps / ((Date.now() - began) / 1000);
    const isOver = (id: string) => ended.has(id);
    const left = jobs
      .filter(({ id }) => !isOver(id))
      .reduce((sum, { id, settings }) => sum + settings.steps - (running.get(id)?.event.step ?? 0), 0);
    const pace = [...running.values()].reduce((sum, { event }) => sum + event.tokensPerSecond, 0);
    line.update(
      `${ended.size} of ${jobs.length} runs done  ${grouped(pace)} tokens/s  about ${duration(left / rate)} left  ${under.join('  ')}`,
    );
  };
  return {
    step(job: Job, event: StepEvent) {
      const first = running.get(job.id)?.first ?? event.step;
      running.set(job.id, { event, first });
      counted.set(job.id, event.step - first + 1);
      show();
    },
    end(job: Job, ending: Ending) {
      running.delete(job.id);
      ended.set(job.id, ending);
      line.note(`${job.id}: ${ending.status}${ending.status === 'failed' ? `: ${ending.reason}` : ''}`);
    },
  };
}
