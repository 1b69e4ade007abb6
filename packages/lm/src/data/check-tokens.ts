import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** @throws MosaError `data` for no array, and naming the first id that is not a whole number from 0 to below V, and its position */
export function checkTokens(ids: ArrayLike<number>, vocabularySize: number, where: string): void {
  if (typeof ids?.length !== 'number' || typeof ids === 'string')
    throw new MosaError('data', where, 'an array of token ids', show(ids));
  for (let position = 0; position < ids.length; position++) {
    const id = ids[position]!;
    if (Number.isInteger(id) && id >= 0 && id < vocabularySize) continue;
    throw new MosaError(
      'data',
      where,
      `token ids from 0 to ${vocabularySize - 1}`,
      `${show(id)} at position ${position} of ${ids.length}`,
    );
  }
}
