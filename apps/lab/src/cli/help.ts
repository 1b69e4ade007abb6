import { explained } from '@mosa-js/command';
import { fieldNames, fields, flagOf } from '../settings/fields';
import { presetNames, presetOf } from '../settings/presets';

export { optionLines } from '@mosa-js/command';

export function settingLines(): string {
  return explained(fieldNames.map((name) => [`--${flagOf(name)}`, fields[name].help]));
}

export function presetLines(): string {
  return explained(presetNames.map((name) => [name, presetOf(name).about]));
}
