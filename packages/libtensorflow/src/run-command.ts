import { fail, interruption, print, say, standardError, writeStandardOutput } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { help } from './help';
import { parseOptions } from './options';
import { type PackageResult, provisionPackages } from './provision-packages';
import { reporter } from './reporter';
import { version } from './version';

const name = 'mosa-provision-libtensorflow';

/**
 * The command `mosa-provision-libtensorflow`: results on standard output, what it is doing on standard error.
 * @param commandLine the words after the command's name
 * @returns the exit code
 */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  const interrupted = interruption();
  const report = reporter(standardError);
  try {
    if (commandLine[0] === 'help') return helpOf(commandLine.slice(1));
    const options = parseOptions(commandLine);
    if (options.help) return print(help);
    if (options.version) return print(`${version}\n`);
    const results = await provisionPackages(options, process.cwd(), { report, signal: interrupted.signal });
    report.end();
    if (options.json) await writeStandardOutput(`${JSON.stringify({ packages: results }, null, 2)}\n`, '--json');
    else print(results.map(line).join(''));
    return results.some(({ status }) => status === 'not provisioned') ? 1 : 0;
  } catch (error) {
    report.end();
    const { aborted, reason } = interrupted.signal;
    if (aborted) {
      say(`${name}: ${reason.message}, what was begun is undone`);
      return interrupted.exitCode;
    }
    fail(name, error);
    // By its code, so that a script can go on where something is missing and stop where something is wrong.
    return (error as Partial<MosaError>).code === 'unavailable' ? 3 : 1;
  } finally {
    interrupted.release();
  }
}

function helpOf(more: readonly string[]): number {
  if (more.length === 0) return print(help);
  throw new MosaError('usage', 'help', 'nothing after it', more.map(show).join(' '));
}

function line({ name: pack, version: of, status, reason, libtensorflow, device, note }: PackageResult): string {
  const runs = libtensorflow === undefined ? [] : [`libtensorflow ${libtensorflow} on ${device}`];
  const words = [status, ...(reason ? [reason] : []), ...runs].join(', ');
  return `${pack} ${of}: ${words}\n${note === undefined ? '' : `  ${note}\n`}`;
}
