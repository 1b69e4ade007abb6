import { oddJson, oddKeys } from './odd-json';
import type { Random } from './random';

/**
 * A value as JSON with one to three places wrong: a value of another type, a field that is missing, misnamed, there twice or
 * too many, an element more or less. A text, since much of it no value could hold.
 */
export function damageJson(random: Random, value: unknown): string {
  const count = countOf(value);
  const places = new Set(Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => random.below(count)));
  let at = 0;
  const write = (part: unknown): string => {
    const isDamaged = places.has(at++);
    if (Array.isArray(part)) {
      const items = part.map(write);
      return isDamaged ? damagedList(random, items) : `[${items.join(',')}]`;
    }
    if (isObject(part)) {
      const fields = Object.entries(part).map(([key, field]) => [JSON.stringify(key), write(field)] as const);
      return isDamaged ? damagedFields(random, fields) : `{${fields.map((field) => field.join(':')).join(',')}}`;
    }
    return isDamaged ? damagedScalar(random, part) : (JSON.stringify(part) ?? 'null');
  };
  const text = write(value);
  return random.chance(0.03) ? damagedText(random, text) : text;
}

function damagedList(random: Random, items: readonly string[]): string {
  const at = random.below(items.length + 1);
  const list = [...items];
  const way = random.below(6);
  if (way === 0) return oddJson(random);
  if (way === 1) list.splice(at, 1);
  else if (way === 2) list.splice(at, 0, list[at] ?? oddJson(random));
  else if (way === 3) list.splice(at, 1, oddJson(random));
  else if (way === 4) list.reverse();
  else return '[]';
  return `[${list.join(',')}]`;
}

function damagedFields(random: Random, fields: readonly (readonly [string, string])[]): string {
  const list = fields.map(([key, value]) => [key, value]);
  const at = random.below(Math.max(list.length, 1));
  const odd = () => [JSON.stringify(random.pick(oddKeys)), oddJson(random)];
  const way = random.below(7);
  if (way === 0) return oddJson(random);
  if (way === 1) list.splice(at, 1);
  else if (way === 2) list.push(odd());
  else if (way === 3)
    list.push([list[at]?.[0] ?? '"a"', oddJson(random)]); // there twice
  else if (way === 4 && list[at]) list[at] = [JSON.stringify(random.pick(oddKeys)), list[at][1]!];
  else if (way === 5 && list[at])
    list[at] = [list[at][0]!, list[random.below(list.length)]![1]!]; // of another field
  else for (let i = random.pick([1, 3000]); i > 0; i--) list.push([`"more${i}"`, '0']);
  return `{${list.map((field) => field.join(':')).join(',')}}`;
}

function damagedScalar(random: Random, value: unknown): string {
  if (random.chance(0.6)) return oddJson(random);
  if (typeof value === 'number')
    return String(random.pick([-value, value + 0.5, value + 1, value - 1, value * 2, value * 1e9]));
  if (typeof value === 'string') {
    return JSON.stringify(
      random.pick([value.slice(1), value + value, value.toUpperCase(), `${value}\ud800`, ` ${value}`, '']),
    );
  }
  return oddJson(random);
}

function damagedText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  return random.pick([
    `\ufeff${text}`,
    text.slice(0, at),
    `${text}${text}`,
    `${text.slice(0, at)}\0${text.slice(at)}`,
    '',
    ' ',
  ]);
}

function countOf(value: unknown): number {
  const parts = isObject(value) ? Object.values(value) : [];
  return parts.reduce((sum: number, part) => sum + countOf(part), 1);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
