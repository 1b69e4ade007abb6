import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Options, print, readCommandLine, standardError } from '@mosa-js/command';
import { visible } from '@mosa-js/command/visible';
import { MosaError } from '@mosa-js/core';
import { codeOf, messageOf } from '../errors';
import { unpackReport } from '../report/packed';
import type { Report } from '../report/report';
import { toTable } from '../report/table';
import { openReports } from './open-reports';
import { destinations } from './options';

export const matrixUsage = 'mosa-conformance matrix [--html DIR] [--json FILE] [--junit FILE] (see --help)';

/**
 * `mosa-conformance matrix`: the results that this package carries, which were there when it was released.
 * @param commandLine the words after `matrix`
 * @returns 0
 */
export async function matrixCommand(commandLine: readonly string[]): Promise<number> {
  const given = new Options(readCommandLine(commandLine, destinations));
  if (given.has('help')) return print(`${matrixUsage}\n`);
  if (given.words.length > 0) throw new MosaError('usage', 'matrix', matrixUsage, given.words.join(' '));
  const [json, html, junit] = [given.text('json'), given.text('html'), given.text('junit')];
  const write = await openReports({ json, html, junit }, { environment: 'the runs that this package carries' });
  const report = await published();
  const text = `${toTable(report)}\n${origins(report)}`;
  if (json === '-') standardError.write(text);
  else print(text);
  await write(report);
  return 0;
}

async function published(): Promise<Report> {
  const file = fileURLToPath(new URL('../matrix.json', import.meta.url));
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const cause = codeOf(error) || messageOf(error);
    throw new MosaError('input', file, 'the results that this package carries', cause, { cause: error });
  });
  return unpackReport(text, file);
}

/** A line for each backend: where and when, and of which sources. */
function origins({ backends }: Report): string {
  const lines = backends.map(({ name, origin }) => {
    const told = origin ? `${origin.date}, ${origin.system}, sources ${origin.sources}` : 'not recorded';
    return visible(`  ${name}: ${told}`);
  });
  return `tried on:\n${lines.join('\n')}\n`;
}
