import type { MosaError } from '@mosa-js/core';
import { help } from './help';
import { interruption } from './interruption';
import { parseOptions } from './options';
import { type PackageResult, provision } from './provision';
import { reporter } from './reporter';

/**
 * The command `mosa-provision-libtensorflow`: results on standard output, what it is doing on standard error.
 * @param commandLine the words after the command's name
 * @returns the exit code
 */
export async function runCommand(commandLine: readonly string[]): Promise<number> {
  const interrupted = interruption();
  const report = reporter(process.stderr);
  try {
    const options = parseOptions(commandLine);
    if (options.help) {
      process.stdout.write(help);
      return 0;
    }
    const results = await provision(options, process.cwd(), { report, signal: interrupted.signal });
    report.end();
    process.stdout.write(
      options.json ? `${JSON.stringify({ packages: results }, null, 2)}\n` : results.map(line).join(''),
    );
    return results.some(({ status }) => status === 'not provisioned') ? 1 : 0;
  } catch (error) {
    report.end();
    const { aborted, reason } = interrupted.signal;
    const text = aborted ? `${reason.message}, what was begun is undone` : messageOf(error);
    process.stderr.write(`mosa-provision-libtensorflow: ${text}\n`);
    if (aborted) return interrupted.exitCode();
    if (process.env.MOSA_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    // By its code, so that a script can go on where something is missing and stop where something is wrong.
    return (error as Partial<MosaError>).code === 'unavailable' ? 3 : 1;
  } finally {
    interrupted.release();
  }
}

function line({ name, version, status, reason, libtensorflow, device, note }: PackageResult): string {
  const runs = libtensorflow === undefined ? [] : [`libtensorflow ${libtensorflow} on ${device}`];
  const words = [status, ...(reason ? [reason] : []), ...runs].join(', ');
  return `${name} ${version}: ${words}\n${note === undefined ? '' : `  ${note}\n`}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
