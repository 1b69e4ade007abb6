import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Options, print, readCommandLine, standardError } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { codeOf, messageOf } from '../errors';
import { mergeReports, type NamedReport } from '../report/merge';
import { parseReport } from '../report/parse';
import { failures } from '../report/summary';
import { toTable } from '../report/table';
import { openReports } from './open-reports';
import { destinations } from './options';

export const mergeUsage = 'mosa-conformance merge a.json b.json … --html DIR [--json FILE] [--junit FILE] (see --help)';

/**
 * `mosa-conformance merge`: JSON reports of several machines as one matrix.
 * @param commandLine the words after `merge`
 * @returns the exit code: that of a run which had had all these results itself
 */
export async function mergeCommand(commandLine: readonly string[]): Promise<number> {
  const given = new Options(readCommandLine(commandLine, destinations));
  if (given.has('help')) return print(`${mergeUsage}\n`);
  const files = given.words;
  if (files.length === 0) throw new MosaError('usage', 'merge', mergeUsage, 'no file');
  const twice = files.find((file, i) => files.findIndex((other) => resolve(other) === resolve(file)) !== i);
  if (twice !== undefined) throw new MosaError('usage', 'merge', 'every file once', `${show(twice)} twice`);
  const reports = await Promise.all(files.map(readReport));
  const environment = `merged from ${files.map((file) => basename(file)).join(', ')}`;
  const [json, html, junit] = [given.text('json'), given.text('html'), given.text('junit')];
  const write = await openReports({ json, html, junit }, { environment });
  const merged = mergeReports(reports);
  if (json === '-') standardError.write(toTable(merged));
  else print(toTable(merged));
  await write(merged);
  return failures(merged).length === 0 ? 0 : 1;
}

/** @throws MosaError `input` for a file that cannot be read or is no report */
async function readReport(file: string): Promise<NamedReport> {
  const text = await readFile(file, 'utf8').catch((error) => {
    const cause = codeOf(error) || messageOf(error);
    throw new MosaError('input', file, 'a file that can be read', cause, { cause: error });
  });
  return { file, report: parseReport(text, file) };
}
