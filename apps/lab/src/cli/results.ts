import { join } from 'node:path';
import { doAll, openJson, openOutput, print, standardError } from '@mosa-js/command';
import { toJson } from '../run/store';
import type { Options } from './options';

/** A result in words and as a page. */
export interface Shown {
  readonly text: string;
  readonly page: string;
}

/**
 * Opens every place for a result before any work is done, so that a bad path costs no hours: its JSON in the folder for
 * results, its page, and `--json`.
 * @param file of the JSON in that folder; none where it is written on the way
 * @returns what prints the result and writes all of these, and throws the first failure after that
 * @throws MosaError `output`
 */
export async function openResults(
  given: Options,
  folder: string,
  file?: string,
): Promise<(result: unknown, shown: Shown) => Promise<void>> {
  const own = file === undefined ? undefined : await openOutput(join(folder, file), join(folder, file));
  const html = given.text('html');
  const pageFile = html ?? join(folder, 'index.html');
  const page = await openOutput(pageFile, html === undefined ? pageFile : `--html ${html}`);
  const writeJson = await openJsonOption(given);
  return async (result, shown) => {
    printResult(given, shown.text);
    await doAll([() => own?.write(toJson(result)), () => page.write(shown.page), () => writeJson(result)]);
  };
}

/** Opens `--json` before any work is done. @throws MosaError `output` */
export async function openJsonOption(given: Options): Promise<(value: unknown) => Promise<void>> {
  const path = given.text('json');
  if (path === undefined) return async () => undefined;
  const output = await openJson(path);
  return (value) => output.write(toJson(value));
}

/** Prints a result for people: on standard error where `--json -` has standard output for itself. */
export function printResult(given: Options, text: string): void {
  if (given.text('json') === '-') standardError.write(text);
  else print(text);
}
