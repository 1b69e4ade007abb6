import { type Interruption, interruption, mostMinutes, say } from '@mosa-js/command';
import type { Options } from './options';

/** `--minutes`. @throws MosaError `usage` */
export function minutesOf(given: Options): number | undefined {
  return given.number('minutes', { most: mostMinutes });
}

/** Ctrl-C and its like, or the end of `--minutes`, as a signal for the runs under way. */
export function stopOf(given: Options): Interruption {
  const onInterrupt = () => say('\nfinishing the step and saving a checkpoint; once more ends at once');
  return interruption({ minutes: minutesOf(given), onInterrupt });
}
