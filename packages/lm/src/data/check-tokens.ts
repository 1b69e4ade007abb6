import { MosaError } from '@mosa-js/core';

/** @throws MosaError `data`, naming the first id that is not a whole number from 0 to below V, and its position */
export function checkTokens(ids: ArrayLike<number>, vocabularySize: number, where: string): void {
  for (let position = 0; position < ids.length; position++) {
    const id = ids[position]!;
    if (Number.isInteger(id) && id >= 0 && id < vocabularySize) continue;
    throw new MosaError(
      'data',
      where,
      `token ids from 0 to ${vocabularySize - 1}`,
      `${id} at position ${position} of ${ids.length}`,
    );
  }
}
