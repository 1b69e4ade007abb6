import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { appFolder } from './app-folder';

declare const __VERSION__: string | undefined;
declare const __VERSIONS__: Readonly<Record<string, string>> | undefined;

/** Versions of this project's packages and of the libraries below them; empty when run from source. */
export const versions: Readonly<Record<string, string>> = typeof __VERSIONS__ === 'undefined' ? {} : __VERSIONS__;

/** Of the lab itself. */
export const labVersion: string = typeof __VERSION__ === 'undefined' ? '0.0.0' : __VERSION__;

/** Where a run ran. */
export interface Machine {
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
}

export function thisMachine(): Machine {
  const all = cpus();
  return {
    platform: `${process.platform} ${process.arch}`,
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

/** The commit that is run, with `+changes` where files differ from it; undefined outside a repository. */
export function commit(): string | undefined {
  if (process.env.MOSA_LAB_COMMIT) return process.env.MOSA_LAB_COMMIT;
  try {
    const git = (...words: string[]) =>
      execFileSync('git', ['-C', appFolder, ...words], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', 'HEAD')}${changed ? '+changes' : ''}`;
  } catch {
    return undefined;
  }
}
