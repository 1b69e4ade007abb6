import { MosaError, show } from './error';

/**
 * Throws unless a value is an object that has only fields that are known: one that is misspelt would be ignored.
 * @throws MosaError `config`, naming the unknown ones and all that are known
 */
export function checkFields(given: object, known: readonly string[], where: string): void {
  if (typeof given !== 'object' || given === null) throw new MosaError('config', where, 'an object', show(given));
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw new MosaError('config', where, `only the fields ${known.join(', ')}`, show(unknown).replace(/^\[|\]$/g, ''));
  }
}
