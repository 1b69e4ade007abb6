import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What of a machine decides which GPU it has; plain data and lookups, so that any machine can be described in a test. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
}

export interface Files {
  exists(path: string): boolean;
  /** Names in a folder; none where it cannot be read. */
  list(folder: string): string[];
  /** Text of a file, or '' where it cannot be read. */
  read(path: string): string;
}

/** The machine that this runs on. */
export const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  files: { exists: existsSync, list: (folder) => orElse([], () => readdirSync(folder)), read: readText },
};

function readText(path: string): string {
  return orElse('', () => readFileSync(path, 'utf8'));
}

function orElse<R>(otherwise: R, look: () => R): R {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
