const whole = new Intl.NumberFormat('en');

export function count(value: number): string {
  return whole.format(Math.round(value));
}

/** `1.23 M`: three digits and a unit. */
export function short(value: number, unit = ''): string {
  const prefixes = ['', ' k', ' M', ' G', ' T'];
  const power = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), prefixes.length - 1);
  const scaled = value / 1000 ** power;
  return `${power === 0 ? scaled : scaled.toPrecision(3)}${prefixes[power] || (unit ? ' ' : '')}${unit}`;
}

export const bytes = (value: number): string => short(value, 'B');
