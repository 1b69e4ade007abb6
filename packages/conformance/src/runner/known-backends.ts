import { knownBackends as shared } from '@mosa-js/command/backends';
import type { Backend } from '@mosa-js/core';
import type { ModuleLoader } from '@mosa-js/core/adapter';

/**
 * A backend that the command knows by name: a device of a package. The packages are looked for at run time: the suite depends on
 * none. Written out here, since the types of this package name none that is private.
 */
export interface KnownBackend {
  readonly name: string;
  /** One line for the help. */
  readonly description: string;
  /** The adapter's package and the name of the device in its entry for this command. */
  readonly packageName: string;
  readonly device: string;
  /** What to install to get it, the adapter first; all of it comes from the same place. */
  readonly packages: readonly string[];
  /** What it needs beside its packages; its process is started so that it finds a GPU. Default: nothing. */
  readonly needs?: 'gpu';
  /** Whether it is left out where nobody asks for it by its name or device. Default: no. */
  readonly byNameOnly?: true;
  /** @param load imports the adapter's entry and the libraries */
  create(load: ModuleLoader): Promise<Backend>;
}

export const knownBackends: readonly KnownBackend[] = shared;
