import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MosaError, show } from '@mosa-js/core';
import { codeOf, messageOf } from '../errors';
import { mergeReports, type NamedReport } from '../report/merge';
import { parseReport } from '../report/parse';
import { failures } from '../report/summary';
import { toTable } from '../report/table';
import { type Destinations, openReports } from './open-reports';
import { print } from './print';

const usage = 'mosa-conformance merge a.json b.json … --html DIR [--json FILE] [--junit FILE] (see --help)';

/**
 * `mosa-conformance merge`: JSON reports of several machines as one matrix.
 * @param commandLine the words after `merge`
 * @returns the exit code: that of a run which had had all these results itself
 */
export async function mergeCommand(commandLine: readonly string[]): Promise<number> {
  const { files, help, ...destinations } = parse(commandLine);
  if (help) return print(`${usage}\n`);
  if (files.length === 0) throw new MosaError('usage', 'merge', usage, 'no file');
  const twice = files.find((file, i) => files.findIndex((other) => resolve(other) === resolve(file)) !== i);
  if (twice !== undefined) throw new MosaError('usage', 'merge', 'every file once', `${show(twice)} twice`);
  const reports = await Promise.all(files.map(readReport));
  const environment = `merged from ${files.map((file) => basename(file)).join(', ')}`;
  const write = await openReports(destinations, { environment });
  const merged = mergeReports(reports);
  if (destinations.json === '-') process.stderr.write(toTable(merged));
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

function parse(commandLine: readonly string[]): Destinations & { files: readonly string[]; help: boolean } {
  const path = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: { json: path, html: path, junit: path, help: { type: 'boolean', short: 'h' } },
    });
    for (const name of ['json', 'html', 'junit'] as const) {
      if (values[name] === '') throw new MosaError('usage', `--${name}`, 'a path', 'an empty one');
    }
    const { help = false, ...destinations } = values;
    return { ...destinations, files: positionals, help };
  } catch (error) {
    if (error instanceof MosaError) throw error;
    const [cause] = (error as Error).message.split('. To specify');
    throw new MosaError('usage', 'merge', usage, cause!, { cause: error });
  }
}
