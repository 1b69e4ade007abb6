import type { ConformanceCase } from './case';

/**
 * That the cases before it took every code path that the adapter names: what no case takes, nothing judges. Comes last.
 * @param isWhole whether all cases run
 */
export function pathCases(isWhole: boolean): ConformanceCase[] {
  return [
    {
      id: 'paths/every-one-is-taken',
      async run({ paths, name }) {
        if (!isWhole) return { status: 'skip', reason: 'only some cases run: leave out --filter' };
        if (paths === undefined) return { status: 'skip', reason: `${name} names no code paths` };
        const taken = paths.taken();
        const missed = paths.names.filter((path) => !taken.has(path));
        if (missed.length === 0) return { status: 'pass', reason: `${paths.names.length} code paths` };
        const reason = `no case takes ${missed.length} of ${paths.names.length} code paths: ${missed.join('; ')}`;
        return { status: 'fail', stage: 'paths', reason };
      },
    },
  ];
}
