import { describe, expect, it } from 'vitest';
import { print, say } from '../src';
import { type FuzzedCommand, inTime, misconduct, randomCommandLines, runInside } from '../src/fuzz';

const commands: FuzzedCommand[] = [
  {
    start: ['a'],
    options: { json: { value: 'FILE', help: '' }, fresh: { help: '' } },
    spoil: [['--no'], ['--not', 'x']],
  },
  { start: ['b', 'c'], options: { only: { value: 'ONE', help: '', short: 'o' } }, values: ['mine'] },
];

describe('command lines at random', () => {
  const lines = randomCommandLines(commands, 500, 3);

  it('are the same for the same seed, and others for another', () => {
    expect(randomCommandLines(commands, 500, 3)).toEqual(lines);
    expect(randomCommandLines(commands, 500, 4)).not.toEqual(lines);
  });

  it('start as they should, spoiled where they are to be', () => {
    for (const [first, second, third] of lines) {
      if (first === 'a') expect(second === '--no' || (second === '--not' && third === 'x')).toBe(true);
      else expect([first, second]).toEqual(['b', 'c']);
    }
  });

  it('have all kinds of words', () => {
    const all = lines.flat();
    for (const word of ['--json', '--fresh', '-o', '--', '--json=', 'mine', '🙂', '--only=mine'])
      expect(all).toContain(word);
    expect(all.some((word) => word.startsWith('--no-such'))).toBe(true);
  });
});

describe('what a command does', () => {
  it.each<[string, { code: number | null; stderr: string }, number]>([
    ['success', { code: 0, stderr: '' }, 0],
    ['a message', { code: 1, stderr: 'x: expected this, got that\n' }, 0],
    ['another exit code', { code: 7, stderr: 'x: no\n' }, 1],
    ['a signal', { code: null, stderr: 'x: no\n' }, 1],
    ['a stack trace', { code: 1, stderr: 'x: no\n    at main (x.js:1:1)\nx: no\n' }, 1],
    ['no message', { code: 1, stderr: '' }, 2],
    ['a message of something else', { code: 1, stderr: 'Error: no\n' }, 1],
  ])('%s', (_, conduct, count) => {
    expect(misconduct('x', conduct, [0, 1])).toHaveLength(count);
  });

  it('is taken from the process, and given back', async () => {
    const own = process.stdout.write;
    const command = async (words: readonly string[]) => {
      print(`${words}`);
      say('said');
      return 3;
    };
    expect(await runInside(command, ['a'])).toEqual({ code: 3, stdout: 'a', stderr: 'said\n' });
    expect(process.stdout.write).toBe(own);
  });

  it('must end in time', async () => {
    await expect(inTime(new Promise(() => undefined), ['a'], 0.01)).rejects.toThrow('no end within 0.01 s: ["a"]');
  });
});
