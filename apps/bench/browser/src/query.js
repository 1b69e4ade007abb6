import { Options } from '@mosa-js/command/options';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { optionSpecs, optionsOf } from '../../src/options.js';

/** Names in an address that are no options of the command: the benchmark, and whether it starts at once. */
const ownNames = ['benchmark', 'start'];

/**
 * An address or a form as options, by the names of the command: `benchmark=layer&kind=mosa,dense&lengths=1024&start`.
 * @param query URLSearchParams; what is empty counts as not given
 * @returns for `makeReport`; software is allowed, since the page says what its times are worth
 * @throws MosaError `usage` for a name that is unknown, a value given twice, and as `optionsOf`
 */
export function readQuery(query) {
  const values = {};
  for (const name of new Set(query.keys())) {
    const spec = optionSpecs[name];
    const names = [...ownNames, ...Object.keys(optionSpecs)];
    if (!names.includes(name)) throw new MosaError('usage', 'address', `only ${names.join(', ')}`, show(name));
    const given = query.getAll(name).filter((value) => value !== '');
    if (given.length > 1 && !spec?.multiple)
      throw new MosaError('usage', `--${name}`, 'one value', given.map(show).join(' and '));
    if (given.length > 0) values[name] = spec?.multiple ? given : given[0];
  }
  const { benchmark = 'layer', start: _, ...options } = values;
  return { ...optionsOf(benchmark, new Options({ values: options })), allowSoftware: true };
}

/** What is wrong, in words of the page, which has fields where the command has options. */
export const inWords = (error) => error.message.replace(/^--/, '');
