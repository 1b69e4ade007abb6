import type { OptionSpecs } from '@mosa-js/command';
import { fieldNames, fields, flagOf } from '../settings/fields';
import { presetNames, presetOf } from '../settings/presets';

/** Options as --help shows them, one a line. */
export function optionLines(specs: OptionSpecs): string {
  const rows = Object.entries(specs).map(([name, { value, short, help }]): [string, string] => [
    `${short ? `-${short}, ` : ''}--${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  return table([...rows, ['-h, --help', '']]);
}

export function settingLines(): string {
  return table(fieldNames.map((name) => [`--${flagOf(name)}`, fields[name].help]));
}

export function presetLines(): string {
  return table(presetNames.map((name) => [name, presetOf(name).about]));
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
}
