import type { OptionSpecs } from './options';

/** Options as --help shows them, one a line. */
export function optionLines(specs: OptionSpecs): string {
  const rows = Object.entries(specs).map(([name, { value, short, help }]): [string, string] => [
    `${short ? `-${short}, ` : ''}--${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  return explained([...rows, ['-h, --help', '']]);
}

/** Words, and what each means, one a line. */
export function explained(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
}
