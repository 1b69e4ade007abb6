import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Json, JsonError, mostValues, parseJson } from '../src/json';

/** What JSON.parse makes of it, for values where nothing is lost by that. */
function plain(value: Json): unknown {
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, item]) => [key, plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? Number((value as { literal: string }).literal) : value;
}

it('agrees with JSON.parse on every value, however it is indented', () => {
  const value = fc.jsonValue({ maxDepth: 6 });
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1, '\t', '\r\n '), (sample, indent) => {
      const text = JSON.stringify(sample, undefined, indent);
      expect(plain(parseJson(text))).toEqual(JSON.parse(text));
    }),
  );
});

it('refuses what JSON.parse refuses: valid JSON with a character cut, doubled or changed', () => {
  const text = fc.json({ maxDepth: 4 });
  fc.assert(
    fc.property(text, fc.nat(), fc.constantFrom('', '"', '\\', ',', '}', ']', '-', '0', '\n', 'e'), (json, at, by) => {
      const broken = json.slice(0, at % json.length) + by + json.slice((at % json.length) + 1);
      const attempt = (parse: (text: string) => unknown) => {
        try {
          parse(broken);
          return true;
        } catch (error) {
          return error instanceof JsonError && (error.duplicate || error.message.startsWith('half'))
            ? 'stricter'
            : false;
        }
      };
      const ours = attempt(parseJson);
      if (ours !== 'stricter') expect(ours).toBe(attempt(JSON.parse));
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['a key twice', '{"a":1,"a":1}'],
  ['a key twice, once escaped', '{"a":1,"\\u0061":1}'],
  ['a key twice, below', '[{"b":{"a":1,"c":2,"a":1}}]'],
  ['__proto__ twice', '{"__proto__":1,"__proto__":2}'],
])('refuses %s', (_name, text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ duplicate: true }));
});

it.each([
  ['an array', '['],
  ['an object', '{"a":'],
])('refuses %s of a million levels without an overflow of the stack', (_name, level) => {
  expect(() => parseJson(level.repeat(1e6))).toThrow(JsonError);
});

it.each(['{}', '[]', '0', '""'])('refuses a million of %s before they are held', (value) => {
  const text = (count: number) => `[${Array.from({ length: count }, () => value).join(',')}]`;
  expect(parseJson(text(mostValues - 1))).toHaveLength(mostValues - 1);
  expect(() => parseJson(text(mostValues))).toThrow(`more than ${mostValues} values`);
});

it('takes a million quotes and backslashes in a time that grows with their number', () => {
  const value = '"\\'.repeat(5e5);
  expect(parseJson(JSON.stringify(value))).toBe(value);
  expect(() => parseJson(`"${'\\'.repeat(1e6)}`)).toThrow(JsonError);
});

it('keeps a number as it is written', () => {
  expect(parseJson('[-0, 1.0, 9007199254740993]')).toEqual([
    { literal: '-0' },
    { literal: '1.0' },
    { literal: '9007199254740993' },
  ]);
});
