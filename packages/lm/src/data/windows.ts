import { checkCount } from '../sizes';
import { checkLength } from './token-data';

/** T tokens of a text from `start`, of whose targets the first `skip` count for nothing. */
export interface Window {
  readonly start: number;
  readonly skip: number;
}

/**
 * The windows of an evaluation: one after another from the first token. Where T does not divide the text, the last one
 * begins early enough to be whole, since heads that select among all tokens must see no padding, and counts only what no
 * other has. So every token but the first is a target exactly once. With `most`, that many at most, spread evenly over the text.
 * @throws MosaError `data` where the text is shorter than a block, `config`
 */
export function evaluationWindows(tokens: Int32Array, length: number, most?: number): Window[] {
  checkLength(tokens, length, 'evaluation');
  if (most !== undefined) checkCount(most, 'evaluation windows');
  const targets = tokens.length - 1;
  const all = Array.from({ length: Math.ceil(targets / length) }, (_, i) => {
    const start = Math.min(i * length, targets - length);
    return { start, skip: i * length - start };
  });
  if (most === undefined || most >= all.length) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!);
}
