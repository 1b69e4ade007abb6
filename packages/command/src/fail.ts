import { say } from './print';
import { visible } from './visible';

/**
 * Says what went wrong in one line that starts with the command's name; its stack follows with MOSA_DEBUG=1.
 * @returns the exit code
 */
export function fail(name: string, error: unknown, text = error instanceof Error ? error.message : String(error)): 1 {
  say(`${name}: ${visible(text)}`);
  if (process.env.MOSA_DEBUG === '1' && error instanceof Error) say(`${error.stack}`);
  return 1;
}
