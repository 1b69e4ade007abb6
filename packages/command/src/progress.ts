import { standardError } from './print';

const secondsBetweenLines = 10;

/** A stream such as `process.stderr`. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressLine {
  /** What is under way: redrawn on a terminal, elsewhere printed now and then. */
  update(text: string): void;
  /** Something to keep. */
  note(text: string): void;
  end(): void;
}

/** One line that changes on a terminal, else a line now and then. */
export function progressLine(screen: Screen = standardError): ProgressLine {
  const draw = (text: string) => screen.write(`\r\x1b[K${text}`);
  let last = 0;
  const isDue = (milliseconds: number) => {
    if (Date.now() - last < milliseconds) return false;
    last = Date.now();
    return true;
  };
  if (!screen.isTTY) {
    return {
      update: (text) => void (isDue(secondsBetweenLines * 1000) && screen.write(`${text}\n`)),
      note: (text) => void screen.write(`${text}\n`),
      end: () => undefined,
    };
  }
  return {
    update: (text) => void (isDue(50) && draw(text.slice(0, (screen.columns ?? 80) - 1))),
    note: (text) => void draw(`${text}\n`),
    end: () => void draw(''),
  };
}
