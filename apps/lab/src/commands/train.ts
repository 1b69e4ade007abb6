import { type Command, doAll, type OptionSpecs, type ProgressLine, progressLine, say } from '@mosa-js/command';
import type { StepSelection, TrainEvent } from '@mosa-js/lm';
import { openBackend } from '../backends/open';
import { relaunched } from '../backends/relaunch';
import { backendOf, checkSameText, commonOptions, folderOf, gpuOf, noWords, settingsOf } from '../cli/common';
import { duration, grouped } from '../cli/format';
import { optionLines, presetLines, settingLines } from '../cli/help';
import { parseOptions } from '../cli/options';
import { openResults } from '../cli/results';
import { minutesOf, stopOf } from '../cli/stop';
import { loadCorpus } from '../data/corpus';
import { modelName } from '../model/config';
import { reportPage } from '../report/report-page';
import { RunFolder } from '../run/store';
import { summary } from '../run/summary';
import { trainRun } from '../run/train-run';

const options = {
  ...commonOptions,
  'checkpoint-every': {
    value: 'STEPS',
    help: 'also save checkpoints on the way. Default: when stopped and at the end',
  },
  'keep-best': { help: 'also keep the checkpoint with the best evaluation, as best.safetensors' },
} satisfies OptionSpecs;

export const trainCommand: Command = {
  name: 'train',
  options,
  summary: 'train one model',
  help: () => `Trains a language model. Ctrl-C finishes the step and saves a checkpoint; the same command goes on from there.

  lab train --preset NAME [--backend NAME] [options] [settings]

${optionLines(options)}

Settings, over those of the preset:
${settingLines()}

Presets:
${presetLines()}

The folder for results gets run.json (settings, results and all that is needed to repeat the run), checkpoint.safetensors and
index.html. Exit code 0 when it finished or ran out of --minutes; 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or SIGHUP; else 1.
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options);
    noWords(given);
    const { settings, repeated } = settingsOf(given, 'nanogpt-small');
    const name = backendOf(given, repeated);
    minutesOf(given);
    const checkpointEvery = given.number('checkpoint-every', { least: 1, whole: true });
    const again = await relaunched([name], gpuOf(given));
    if (again !== undefined) return again;

    const corpus = loadCorpus(settings, given.text('data-dir'));
    checkSameText(repeated, corpus.identity, settings);
    const label = given.text('preset') ?? (repeated ? 'repeated' : 'nanogpt-small');
    const folder = new RunFolder(folderOf(given, `train-${label}-${name}-s${settings.seed}`));
    await folder.make();
    const writeResults = await openResults(given, folder.path);
    if (given.has('fresh')) folder.clear();
    const interrupted = stopOf(given);
    const progress = progressLine();
    const told = new Set<number>();
    try {
      const open = await openBackend(name);
      if (open.identity.software) say(`${open.identity.device}: a GPU in software, for correctness only`);
      say(`${modelName(settings)} on ${open.identity.name} (${open.identity.device}); results in ${folder.path}`);
      const { record, unsaved } = await trainRun({
        settings,
        open,
        corpus,
        folder,
        checkpointEvery,
        keepBest: given.has('keep-best'),
        signal: interrupted.signal,
        evaluateWhenStopped: () => interrupted.reason === 'out of time', // Ctrl-C is to end soon
        onEvent: (event) => {
          show(event, progress, !open.identity.software);
          if (event.kind === 'selection') noteDead(event, told, progress);
        },
      });
      progress.end();
      await open.backend.dispose();
      const shown = { text: summary(record), page: reportPage([record], modelName(settings)) };
      await doAll([() => unsaved && Promise.reject(unsaved), () => writeResults(record, shown)]);
      if (record.status === 'stopped')
        say(`stopped (${interrupted.reason}): the same command goes on from its checkpoint`);
      return record.status === 'stopped' ? interrupted.exitCode : 0;
    } finally {
      progress.end();
      interrupted.release();
    }
  },
};

function show(event: TrainEvent, progress: ProgressLine, timed: boolean): void {
  if (event.kind === 'step') progress.update(stepLine(event, timed));
  if (event.kind !== 'evaluation') return;
  const { step, loss, perplexity } = event;
  progress.note(`step ${grouped(step)}: validation loss ${loss.toFixed(4)}, perplexity ${perplexity.toFixed(3)}`);
}

/** Says once of a layer that all of its causal heads took nothing. */
function noteDead({ step, layers }: StepSelection, told: Set<number>, progress: ProgressLine): void {
  for (const { layer, heads, dead } of layers) {
    if (dead < heads || told.has(layer)) continue;
    told.add(layer);
    progress.note(`step ${grouped(step)}: none of the ${heads} causal heads of layer ${layer} took a token`);
  }
}

function stepLine(event: Extract<TrainEvent, { kind: 'step' }>, timed: boolean): string {
  const { step, steps, loss, tokensPerSecond, secondsLeft } = event;
  const pace = timed ? `${grouped(tokensPerSecond)} tokens/s  ` : '';
  return `step ${grouped(step)} of ${grouped(steps)}  loss ${loss.toFixed(4)}  ${pace}${duration(secondsLeft)} left`;
}
