import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** What a part of a JSON file must be: throws a MosaError `input` unless a value is that. */
export type Form = (value: unknown, where: string) => void;

function form(expected: string, fits: (value: unknown) => boolean): Form {
  return (value, where) => {
    if (fits(value)) return;
    throw new MosaError('input', where, expected, value === undefined ? 'nothing' : show(value));
  };
}

export const text = form('a text', (value) => typeof value === 'string');
export const flag = form('true or false', (value) => typeof value === 'boolean');
export const number = form('a number from 0', (value) => Number.isFinite(value) && (value as number) >= 0);
/** Of any sign. */
export const anyNumber = form('a finite number', Number.isFinite);
export const count = form('a whole number from 0', (value) => Number.isSafeInteger(value) && (value as number) >= 0);

export function oneOf(choices: readonly string[]): Form {
  return form(choices.join(' or '), (value) => choices.includes(value as string));
}

export function orNull(other: Form): Form {
  return (value, where) => void (value === null || other(value, where));
}

export function listOf(item: Form): Form {
  const isList = form('a list', Array.isArray);
  return (value, where) => {
    isList(value, where);
    for (const [i, one] of (value as readonly unknown[]).entries()) item(one, `${where}[${i}]`);
  };
}

const isObject = form('an object', (value) => typeof value === 'object' && value !== null && !Array.isArray(value));

/** An object of any names. */
export function byName(member: Form): Form {
  return (value, where) => {
    isObject(value, where);
    for (const [name, one] of Object.entries(value as object)) member(one, within(where, name));
  };
}

/** An object of these fields and no others, some of which may be missing. */
export function fields(required: Readonly<Record<string, Form>>, optional: Readonly<Record<string, Form>> = {}): Form {
  return (value, where) => {
    isObject(value, where);
    const given = value as Readonly<Record<string, unknown>>;
    for (const [name, member] of Object.entries(required)) member(given[name], within(where, name));
    for (const [name, member] of Object.entries(optional)) {
      if (given[name] !== undefined) member(given[name], within(where, name));
    }
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(required, name) && !Object.hasOwn(optional, name));
    if (unknown === undefined) return;
    const known = [...Object.keys(required), ...Object.keys(optional)].join(', ');
    throw new MosaError('input', where.replace(/:$/, ''), `only ${known}`, show(unknown));
  };
}

/** `run.json: curve.loss[2]`: the file first, then the place in it. */
function within(where: string, name: string): string {
  return where.endsWith(':') ? `${where} ${name}` : `${where}.${name}`;
}
