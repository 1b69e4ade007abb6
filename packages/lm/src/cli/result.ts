import { writeStandardOutput } from '@mosa-js/command';

/** `--json` of commands that have one result. */
export const jsonOption = { help: 'the result as JSON' };

/** A result on standard output, for people or for machines. @throws MosaError `output` */
export function writeResult(asJson: boolean, result: unknown, text: string): Promise<void> {
  return writeStandardOutput(asJson ? `${JSON.stringify(result, null, 2)}\n` : text, 'standard output');
}
