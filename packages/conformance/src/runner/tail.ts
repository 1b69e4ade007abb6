import type { Readable } from 'node:stream';

const keptCharacters = 4000;
const shownLines = 5;
const shownCharacters = 500;
/** What Node itself writes: its warnings, and the lines of its two stack traces in a native crash. */
const noise = /ExperimentalWarning|node --trace-warnings|^-----.*stack trace -----$|^\d+: (0x|.*:\d+:\d+)/;

/** Keeps the end of what a child process writes, so that it garbles nothing and still helps to explain a crash. */
export class Tail {
  #text = '';

  follow(stream: Readable | null): void {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      this.#text = (this.#text + text).slice(-keptCharacters);
    });
  }

  /** The last lines, or '' if nothing of interest was written. */
  show(): string {
    const lines = this.#text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !noise.test(line));
    return lines.slice(-shownLines).join(' | ').slice(-shownCharacters);
  }
}
