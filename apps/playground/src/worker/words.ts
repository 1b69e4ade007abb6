import { MosaError } from '@mosa-js/core';

/** Something that the page does not do, with the reason in a sentence for its reader. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Whether the device may be why, and not what was asked of it. */
export function isOfDevice(error: unknown): boolean {
  return !(error instanceof Refusal) && !(error instanceof MosaError && error.code !== 'backend');
}

/** What went wrong, for someone who has not read the code. */
export function inWords(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (!(error instanceof MosaError)) {
    if (error instanceof RangeError) return `The browser has no room for this: ${error.message}. Take smaller models.`;
    return `Something failed that this page did not expect: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (error.code === 'diverged')
    return `The loss is no longer a number (${error.where}). Take a lower learning rate, and start anew.`;
  if (error.code === 'backend' && /memory/i.test(error.message))
    return `The device has not enough memory for these models: take fewer layers, less width or shorter sequences. (${error.actual})`;
  if (error.code === 'unavailable') return `This backend cannot be had here. It needs ${error.expected}.`;
  return error.message;
}
