import { Options as AnyOptions, type OptionSpecs, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { checkSettings, fieldNames, fields, flagOf } from '../settings/fields';
import type { Settings } from '../settings/settings';

/** The command line, understood. */
export class Options extends AnyOptions {
  /** The settings that were given as flags. @throws MosaError `usage` for one out of range */
  settings(): Partial<Settings> {
    const given = fieldNames.flatMap((name) => {
      const text = this.text(flagOf(name));
      if (text === undefined) return [];
      const { read, fits, expected } = fields[name];
      const value = read(text);
      if (!fits(value)) throw new MosaError('usage', `--${flagOf(name)}`, expected, show(text));
      return [[name, value] as const];
    });
    return Object.fromEntries(given);
  }
}

/** Every setting as an option. */
export const settingOptions: OptionSpecs = Object.fromEntries(
  fieldNames.map((name) => [
    flagOf(name),
    { value: 'VALUE', help: fields[name].help, mayBeEmpty: fields[name].fits('') },
  ]),
);

/**
 * @param specs of the command; `--help` is understood everywhere
 * @param withSettings whether every setting is a flag, too
 * @throws MosaError `usage`
 */
export function parseOptions(commandLine: readonly string[], specs: OptionSpecs, withSettings = true): Options {
  return new Options(readCommandLine(commandLine, { ...(withSettings ? settingOptions : {}), ...specs }));
}

/** Settings put together; flags win. @throws MosaError `config` */
export function mergeSettings(base: Settings, changes: Partial<Settings>, where = 'settings'): Settings {
  return checkSettings({ ...base, ...changes }, where);
}
