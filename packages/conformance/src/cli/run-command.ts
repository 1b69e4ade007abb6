import { messageOf } from '../errors';
import type { Report } from '../report/report';
import { failures } from '../report/summary';
import { toTable } from '../report/table';
import { visible } from '../report/visible';
import { runConformance } from '../runner/run-conformance';
import { suiteVersion } from '../runner/version';
import { listCases } from '../suite/cases';
import { compareCommand } from './compare-command';
import { help } from './help';
import { interruption } from './interruption';
import { mergeCommand } from './merge-command';
import { openReports } from './open-reports';
import { type CommandOptions, parseOptions } from './options';
import { print } from './print';
import { showProgress } from './progress';

/**
 * The command `mosa-conformance`: prints to the process's standard output and error.
 * @param commandLine the words after the command's name
 * @returns the exit code
 */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  try {
    if (commandLine[0] === 'merge') return await mergeCommand(commandLine.slice(1));
    if (commandLine[0] === 'compare') return await compareCommand(commandLine.slice(1));
    const options = parseOptions(commandLine);
    if (options.help) return print(help());
    if (options.version) return print(`${suiteVersion}\n`);
    if (options.list)
      return print(
        (await listCases({ ...options, mutants: options.mutants.length > 0 })).map(({ id }) => `${id}\n`).join(''),
      );
    return await run(options);
  } catch (error) {
    process.stderr.write(`mosa-conformance: ${visible(messageOf(error))}\n`);
    if (process.env.MOSA_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return 1;
  }
}

async function run(options: CommandOptions): Promise<number> {
  const { backends, optional, mutants, json, golden, filter, timeLimit, gpu } = options;
  const write = await openReports(options, { named: backends });
  const interrupted = interruption();
  const progress = showProgress(process.stderr);
  let report: Report;
  try {
    report = await runConformance({
      backends: [...backends, ...optional],
      golden,
      filter,
      mutants,
      timeLimit,
      gpu,
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
