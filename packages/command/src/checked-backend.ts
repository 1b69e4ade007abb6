import { type Backend, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { visible } from './visible';

const functions = ['upload', 'compile', 'memory', 'dispose'] as const;
const texts = ['name', 'device', 'label'] as const;
const mostCharacters = 200;

/**
 * What an adapter's function returned, if it is a whole Backend.
 * @throws MosaError `backend`, naming the first member that is missing or cannot be used
 */
export function checkedBackend(given: unknown): Backend {
  const how = 'make one with createBackend() of @mosa-js/core';
  const refuse = (expected: string, actual: string): never => {
    throw new MosaError('backend', 'the adapter’s function did not return a Backend', `${expected} (${how})`, actual);
  };
  if (typeof given !== 'object' || given === null) refuse('an object', show(given));
  const backend = given as Partial<Backend>;
  for (const name of functions) {
    if (typeof backend[name] !== 'function') refuse(`a function ${name}`, show(backend[name]));
  }
  for (const name of texts) {
    const text: unknown = backend[name];
    const wanted = `a ${name} of 1 to ${mostCharacters} characters, none of them a control character`;
    if (typeof text !== 'string') refuse(wanted, show(text));
    else if (text.trim() === '' || text.length > mostCharacters || visible(text) !== text) {
      refuse(wanted, visible(show(text).slice(0, mostCharacters)));
    }
  }
  const { capabilities } = backend;
  if (typeof capabilities !== 'object' || capabilities === null) refuse('capabilities', show(capabilities));
  const { precision, integerBits, fused } = capabilities!;
  if (precision !== 'float32' && precision !== 'float64') {
    refuse("capabilities.precision 'float32' or 'float64'", show(precision));
  }
  if (integerBits !== 24 && integerBits !== 31) refuse('capabilities.integerBits 24 or 31', show(integerBits));
  if (!Array.isArray(fused)) refuse('capabilities.fused, names of ops', show(fused));
  const { largestTensor = Number.POSITIVE_INFINITY } = capabilities!;
  if (!(largestTensor > 0)) refuse('capabilities.largestTensor, a number of bytes', show(largestTensor));
  return backend as Backend;
}
