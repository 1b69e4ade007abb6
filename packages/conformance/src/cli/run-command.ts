import { fail, interruption, print, say, standardError } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { messageOf } from '../errors';
import type { Report } from '../report/report';
import { failures } from '../report/summary';
import { toTable } from '../report/table';
import { runConformance } from '../runner/run-conformance';
import { suiteVersion } from '../runner/version';
import { listCases } from '../suite/cases';
import { compareCommand, compareUsage } from './compare-command';
import { help } from './help';
import { matrixCommand, matrixUsage } from './matrix-command';
import { mergeCommand, mergeUsage } from './merge-command';
import { openReports } from './open-reports';
import { type CommandOptions, parseOptions } from './options';
import { showProgress } from './progress';

/**
 * The command `mosa-conformance`: prints to the process's standard output and error.
 * @param commandLine the words after the command's name
 * @returns the exit code
 */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  try {
    if (commandLine[0] === 'help') return helpOf(commandLine.slice(1));
    if (commandLine[0] === 'merge') return await mergeCommand(commandLine.slice(1));
    if (commandLine[0] === 'compare') return await compareCommand(commandLine.slice(1));
    if (commandLine[0] === 'matrix') return await matrixCommand(commandLine.slice(1));
    const options = parseOptions(commandLine);
    if (options.help) return print(help());
    if (options.version) return print(`${suiteVersion}\n`);
    if (options.list)
      return print(
        (await listCases({ ...options, mutants: options.mutants.length > 0 })).map(({ id }) => `${id}\n`).join(''),
      );
    return await run(options);
  } catch (error) {
    return fail('mosa-conformance', error, messageOf(error));
  }
}

/** `help`, or `help` with the name of a command. @throws MosaError `usage` */
function helpOf([name = 'run', ...more]: readonly string[]): number {
  const texts: ReadonlyMap<string, string> = new Map([
    ['run', help()],
    ['merge', `${mergeUsage}\n`],
    ['compare', `${compareUsage}\n`],
    ['matrix', `${matrixUsage}\n`],
  ]);
  const text = texts.get(name);
  if (text !== undefined && more.length === 0) return print(text);
  throw new MosaError('usage', 'help', 'run, merge, compare or matrix', [name, ...more].map(show).join(' '));
}

async function run(options: CommandOptions): Promise<number> {
  const { backends, optional, mutants, json, golden, sources, filter, timeLimit, gpu } = options;
  const write = await openReports(options, { named: backends });
  const interrupted = interruption();
  const progress = showProgress(standardError);
  let report: Report;
  try {
    report = await runConformance({
      backends: [...backends, ...optional],
      golden,
      sources,
      filter,
      mutants,
      timeLimit,
      gpu,
      signal: interrupted.signal,
      onProgress: progress.update,
    });
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    say('mosa-conformance: interrupted, nothing was written');
    return interrupted.exitCode;
  } finally {
    progress.end();
    interrupted.release();
  }
  const table = toTable(report, backends);
  if (json === '-') standardError.write(table);
  else print(table);
  await write(report);
  return failures(report, backends).length === 0 ? 0 : 1;
}
