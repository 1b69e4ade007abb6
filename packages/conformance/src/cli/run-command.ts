import { join } from 'node:path';
import { toHtml } from '../report/html';
import { toJson } from '../report/json';
import { toJunit } from '../report/junit';
import { openOutput } from '../report/output';
import type { Report } from '../report/report';
import { failures } from '../report/summary';
import { toTable } from '../report/table';
import { runConformance } from '../runner/run-conformance';
import { suiteVersion } from '../runner/version';
import { listCases } from '../suite/cases';
import { help } from './help';
import { interruption } from './interruption';
import { type CommandOptions, parseOptions } from './options';
import { showProgress } from './progress';

/**
 * The command `mosa-conformance`: prints to the process's standard output and error.
 * @param commandLine the words after the command's name
 * @returns the exit code
 */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(commandLine);
    if (options.help) return print(help());
    if (options.version) return print(`${suiteVersion}\n`);
    if (options.list) return print((await listCases(options)).map(({ id }) => `${id}\n`).join(''));
    return await run(options);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(`mosa-conformance: ${text}\n`);
    if (process.env.MOSA_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return 1;
  }
}

async function run(options: CommandOptions): Promise<number> {
  const { backends, json, golden, filter, timeLimit } = options;
  const write = await openReports(options);
  const interrupted = interruption();
  const progress = showProgress(process.stderr);
  let report: Report;
  try {
    report = await runConformance({
      backends,
      golden,
      filter,
      timeLimit,
      signal: interrupted.signal,
      onProgress: progress.update,
    });
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.stderr.write('mosa-conformance: interrupted, nothing was written\n');
    return 130;
  } finally {
    progress.end();
    interrupted.release();
  }
  const table = toTable(report, backends);
  if (json === '-') process.stderr.write(table);
  else print(table);
  await write(report);
  return failures(report, backends).length === 0 ? 0 : 1;
}

/** Opens every output before the suite runs, so that a bad path costs no minutes. @throws MosaError `output` */
async function openReports({
  json,
  html,
  junit,
  backends,
}: CommandOptions): Promise<(report: Report) => Promise<void>> {
  const named = backends;
  const outputs: { path?: string; option: string; show(report: Report): string }[] = [
    { path: html && join(html, 'index.html'), option: `--html ${html}`, show: (report) => toHtml(report, { named }) },
    { path: junit, option: `--junit ${junit}`, show: (report) => toJunit(report, named) },
    { path: json === '-' ? undefined : json, option: `--json ${json}`, show: toJson },
  ];
  const writers: ((report: Report) => Promise<void>)[] = [];
  for (const { path, option, show } of outputs) {
    if (path === undefined) continue;
    const output = await openOutput(path, option);
    writers.push(async (report) => output.write(show(report)));
  }
  if (json === '-') writers.push(async (report) => void print(toJson(report)));
  return async (report) => {
    for (const write of writers) await write(report);
  };
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}
