import { show } from '@mosa-js/core/adapter';

/** Where two JSON values differ, one line for each: `config.layers: 2 in the checkpoint, 3 here`. */
export function differences(saved: unknown, given: unknown, path = ''): string[] {
  if (isObject(saved) && isObject(given)) {
    const keys = new Set([...Object.keys(saved), ...Object.keys(given)]);
    return [...keys].flatMap((key) => differences(saved[key], given[key], path === '' ? key : `${path}.${key}`));
  }
  if (Object.is(saved, given)) return [];
  const text = (value: unknown) => (value === undefined ? 'nothing' : cut(show(value)));
  return [`${path}: ${text(saved)} in the checkpoint, ${text(given)} here`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
