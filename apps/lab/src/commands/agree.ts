import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, makeFolder, type OptionSpecs, progressLine, say } from '@mosa-js/command';
import { defaultBackends } from '@mosa-js/command/backends';
import { MosaError } from '@mosa-js/core';
import { type AgreeResult, agreeBound, agreeFormat, agreement } from '../agree/agreement';
import { agreePage, agreeText } from '../agree/show';
import { environmentFor, knownBackend } from '../backends/open';
import { checkSameText, commonOptions, folderOf, gpuOf, noWords, settingsOf } from '../cli/common';
import { optionLines, settingLines } from '../cli/help';
import { parseOptions } from '../cli/options';
import { openResults } from '../cli/results';
import { minutesOf, stopOf } from '../cli/stop';
import { loadCorpus } from '../data/corpus';
import type { Ending, Job } from '../jobs/job';
import { jobProgress } from '../jobs/job-progress';
import { runJobs } from '../jobs/run-jobs';
import { RunFolder } from '../run/store';

const { fresh: _fresh, ...shared } = commonOptions;
const options = {
  ...shared,
  backend: {
    value: 'NAME',
    short: 'b',
    help: 'may be given again, or a list with commas. Default: all',
    multiple: true,
  },
  optional: { value: 'NAME', help: 'a backend that fails nothing where it cannot run', multiple: true },
} satisfies OptionSpecs;

const oracle = 'reference';

export const agreeCommand: Command = {
  name: 'agree',
  options,
  summary: 'the same training steps on every backend, loss curves compared',
  help: () => `Trains the same model from the same weights on the same batches on every backend, and holds every loss to that of the
float64 reference: at most ${agreeBound} nats apart.

  lab agree [--backend NAME,NAME] [--preset tiny] [options] [settings]

${optionLines(options)}

Settings, over those of the preset:
${settingLines()}

Exit code 0 where all agree and every backend that was named could run; 130, 143 or 129 when interrupted by Ctrl-C, SIGTERM or
SIGHUP; otherwise 1.
`,
  async run(commandLine) {
    const given = parseOptions(commandLine, options);
    noWords(given);
    const { settings, repeated } = settingsOf(given, 'tiny');
    const named = given.list('backend');
    const optional = given.list('optional');
    const all = named.length + optional.length > 0 ? [...named, ...optional] : defaultBackends.map(({ name }) => name);
    const names = [...new Set([oracle, ...all])];
    for (const name of names) knownBackend(name);
    minutesOf(given);
    const dataDir = given.text('data-dir');
    checkSameText(repeated, loadCorpus(settings, dataDir).identity, settings);
    const folder = folderOf(given, 'agree');
    const writeResults = await openResults(given, folder, 'agree.json');
    rmSync(join(folder, 'runs'), { recursive: true, force: true });
    await makeFolder(join(folder, 'runs'));

    const environments = new Map<string, Record<string, string>>();
    const endings = new Map<string, Ending>();
    for (const name of names) {
      try {
        environments.set(name, await environmentFor([name], gpuOf(given)));
      } catch (error) {
        if (!(error instanceof MosaError) || error.code !== 'unavailable') throw error;
        endings.set(name, { status: 'failed', reason: error.message });
      }
    }
    const jobs = [...environments.keys()].map((name): Job => {
      const own = join(folder, 'runs', name);
      const short = { keepCheckpoint: false, evaluateWhole: false, parallel: 1 };
      return { id: name, settings, backend: name, folder: own, dataDir, ...short };
    });
    const interrupted = stopOf(given);
    const line = progressLine();
    const progress = jobProgress(jobs, line);
    try {
      const ran = await runJobs(jobs, {
        parallel: 1,
        env: ({ id }) => environments.get(id)!,
        signal: interrupted.signal,
        onStep: progress.step,
        onEnd: progress.end,
      });
      for (const [id, ending] of ran) endings.set(id, ending);
    } finally {
      line.end();
      interrupted.release();
    }
    const records = jobs.flatMap(({ folder: own }) => new RunFolder(own).read() ?? []);
    const complete = records.filter(({ status }) => status === 'complete');
    const record = complete.find(({ backend }) => backend.name === oracle);
    if (!record) {
      say('the reference did not finish, so there is nothing to compare with');
      return interrupted.exitCode || 1;
    }
    const result: AgreeResult = {
      format: agreeFormat,
      bound: agreeBound,
      oracle,
      record,
      backends: complete.map((one) => agreement(one, record.curve.loss)),
      unavailable: [...endings].flatMap(([backend, ending]) =>
        ending.status === 'complete'
          ? []
          : [{ backend, reason: ending.status === 'failed' ? ending.reason : ending.status }],
      ),
    };
    await writeResults(result, { text: agreeText(result), page: agreePage(result) });
    if (interrupted.exitCode !== 0) return interrupted.exitCode;
    const missing = result.unavailable.some(({ backend }) => named.includes(backend));
    return missing || result.backends.some(({ agrees }) => !agrees) ? 1 : 0;
  },
};
