import type { Backend } from '@mosa-js/core';
import type { Importer } from './import-from';

/** A backend that the command knows by name. Its packages are looked for at run time: the suite depends on none. */
export interface KnownBackend {
  readonly name: string;
  /** One line for the help. */
  readonly description: string;
  /** What to install to get it; all of it comes from the same place. */
  readonly packages: readonly string[];
  /** What is imported to see whether the packages are there, where importing one does more. Default: the packages. */
  readonly probes?: readonly string[];
  /** What it needs beside its packages; its process is started so that it finds a GPU. Default: nothing. */
  readonly needs?: 'gpu';
  create(load: Importer): Promise<Backend>;
}

/** What a package exports under a name, if it is a function. */
export function exported(module: Readonly<Record<string, unknown>>, name: string): Exported {
  const found = module[name];
  if (typeof found !== 'function') throw new TypeError(`its package does not export ${name}()`);
  return found as Exported;
}

type Exported = (options: Readonly<Record<string, unknown>>) => Backend | Promise<Backend>;
