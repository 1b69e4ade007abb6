import { fstatSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { MosaError } from '@mosa-js/core';
import type { Screen } from './progress';

const ignore = () => undefined;

/**
 * A reader that went away, a terminal that was closed or a full disk is an error event of the stream, which would end the
 * process and lose its work. What was to be printed is lost instead.
 */
function standard(name: 'stdout' | 'stderr'): NodeJS.WriteStream {
  const stream = process[name];
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  return stream;
}

function write(name: 'stdout' | 'stderr', text: string): void {
  try {
    standard(name).write(text);
  } catch {
    // A stream of a file may throw what others tell by an event.
  }
}

/** From now on no stream that is lost ends this process, whoever writes to it. */
export function outliveOutput(): void {
  standard('stdout');
  standard('stderr');
}

/** Prints on standard output. @returns the exit code of a command that did what it should */
export function print(text: string): 0 {
  write('stdout', text);
  return 0;
}

/** Says something that is no result: on standard error, since `--json -` has standard output for itself. */
export function say(text: string): void {
  write('stderr', `${text}\n`);
}

/** Standard error, for progress. */
export const standardError: Screen = {
  get isTTY() {
    return process.stderr.isTTY;
  },
  get columns() {
    return process.stderr.columns;
  },
  write: (text) => write('stderr', text),
};

/**
 * Writes a result to standard output, all of it, however slow its reader is.
 * @param where what the user said, such as `--json -`, for the error message
 * @throws MosaError `output` where not all of it could be written
 */
export async function writeStandardOutput(text: string, where: string): Promise<void> {
  const stream = standard('stdout');
  try {
    if (isFile(1)) writeFully(1, Buffer.from(text));
    else await new Promise<void>((done, failed) => stream.write(text, (error) => (error ? failed(error) : done())));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new MosaError('output', where, 'a standard output that can be written', cause, { cause: error });
  }
}

/** Node writes to files at once, and does not look whether a disk that is nearly full took only a part. */
function isFile(descriptor: number): boolean {
  const found = fstatSync(descriptor);
  return found.isFile() || (found.isCharacterDevice() && !isatty(descriptor));
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    const count = writeSync(descriptor, bytes, done);
    if (count === 0) throw new Error('nothing was written');
    done += count;
  }
}
