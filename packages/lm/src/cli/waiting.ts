import { progressLine } from '@mosa-js/command';

const [secondsUnseen, millisecondsBetween] = [2, 250];

export interface Waiting {
  /** What is under way, now. */
  update(text: string): void;
  end(): void;
}

/** Says what is under way once it takes longer than two seconds. @param now asked now and then, besides `update` */
export function waiting(now?: () => string): Waiting {
  const start = performance.now();
  const line = progressLine();
  let last = 'working';
  let seen = false;
  const draw = (text: string) => {
    last = text;
    const seconds = (performance.now() - start) / 1000;
    if (seconds < secondsUnseen) return;
    seen = true;
    line.update(`${text}, ${Math.round(seconds)} s`);
  };
  const timer = setInterval(() => draw(now?.() ?? last), millisecondsBetween);
  timer.unref();
  return {
    update: draw,
    end() {
      clearInterval(timer);
      if (seen) line.end();
    },
  };
}
