import { visible, writeStandardOutput } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';

export interface TextOutput {
  /** Whether a terminal's line has been begun. */
  readonly isMidLine: boolean;
  /** Text of a model: as it is, on a terminal without what would act on it. @returns false where nobody reads any more */
  show(text: string): Promise<boolean>;
  /** @returns false where nobody reads any more. @throws MosaError `output` where it cannot be written for another reason */
  write(text: string): Promise<boolean>;
}

/** Standard output, for text that comes in pieces. */
export function textOutput(): TextOutput {
  const isTerminal = process.stdout.isTTY === true;
  let isMidLine = false;
  const write = async (text: string) => {
    try {
      await writeStandardOutput(text, 'standard output');
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  };
  return {
    get isMidLine() {
      return isMidLine;
    },
    show(text) {
      if (isTerminal) isMidLine = !text.endsWith('\n');
      return write(isTerminal ? onTerminal(text) : text);
    },
    write,
  };
}

/** Line breaks and tabs stay. */
function onTerminal(text: string): string {
  return text
    .split(/([\n\t])/)
    .map((part) => (part === '\n' || part === '\t' ? part : visible(part)))
    .join('');
}

function isGone(error: unknown): boolean {
  const cause = error instanceof MosaError ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(cause?.code ?? '');
}
