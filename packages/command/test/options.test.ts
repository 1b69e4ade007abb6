import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OptionSpecs, Options, readCommandLine, splitList, wants } from '../src';
import { temporaryFolder } from './support';

const specs = {
  json: { value: 'FILE', help: '' },
  valid: { value: 'FILE', help: '', mayBeEmpty: true },
  backend: { value: 'NAME', help: '', multiple: true, short: 'b' },
  fresh: { help: '' },
} satisfies OptionSpecs;
const read = (...words: string[]) => new Options(readCommandLine(words, specs));

describe('a command line', () => {
  it('has options, lists and words', () => {
    const given = read('one', '-b', 'a,b', '--backend=c', '--fresh', '--valid', '', '--', '--json');
    expect(given.list('backend')).toEqual(['a', 'b', 'c']);
    expect([given.has('fresh'), given.has('help'), given.text('valid'), given.text('json')]).toEqual([
      true,
      false,
      '',
      undefined,
    ]);
    expect(given.words).toEqual(['one', '--json']);
  });

  it.each([
    [['--jsn', 'x'], /command line: expected the options that --help lists, got Unknown option '--jsn'/],
    [['--json'], /--json/],
    [['--json', ''], /^--json: expected a value, got an empty one$/],
    [['--json='], /^--json: expected a value, got an empty one$/],
    [['-b', ''], /^--backend: expected a value, got an empty one$/],
    [['--json', 'a', '--json', 'b'], /^--json: expected one value, got "a" and "b"$/],
    [['--fresh=yes'], /--fresh/],
  ])('%j is refused in plain words', (words, message) => {
    expect(() => read(...words)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });

  it('has numbers in a range', () => {
    const number = (text: string) => read('--json', text).number('json', { least: 1, most: 9, whole: true });
    expect(number('9')).toBe(9);
    for (const text of ['0', '10', '1.5', 'x', ' ', '1e400'])
      expect(() => number(text)).toThrow('--json: expected whole numbers from 1 to 9, got ');
  });

  it('asks for help anywhere but among the words after --', () => {
    expect(wants(['a', '-h'], '--help', '-h')).toBe(true);
    expect(wants(['a', '--', '-h'], '--help', '-h')).toBe(false);
  });
});

it('options from elsewhere have lists, too, whatever files are there', () => {
  const given = new Options({ values: { backend: ['a, b', 'package.json,c'], json: '3' } });
  expect(given.list('backend')).toEqual(['a', 'b', 'package.json', 'c']);
  expect([given.number('json'), given.words]).toEqual([3, []]);
});

it('a list keeps the path of a file whole', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'x,y'));
  for (const name of ['a,b.mjs', 'x,y/c.mjs']) writeFileSync(join(folder, name), '');
  const split = (text: string) => splitList(text, folder);
  expect(split('./a,b.mjs')).toEqual(['./a,b.mjs']);
  expect(split('a,b.mjs')).toEqual(['a,b.mjs']);
  expect(split(`reference,${folder}/x,y/c.mjs,./a,b.mjs`)).toEqual(['reference', `${folder}/x,y/c.mjs`, './a,b.mjs']);
  expect(split('a, b,,c')).toEqual(['a', 'b', '', 'c']);
});
