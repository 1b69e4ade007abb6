import type { Backend } from './backend';

/** Imports a module by its name, from where its user would: libraries are the user's, not the adapter's. */
export type ModuleLoader = (specifier: string) => Promise<Readonly<Record<string, unknown>>>;

/** A fault of what lies under an adapter, and the cases that fail for it. The suite reports them as xfail, and one that passes as xpass. */
export interface ExpectedFailure {
  /** Ids of cases that are expected to fail. One that ends in `*` stands for every id that starts like it. */
  readonly cases: readonly string[];
  /** Which fault it is, and whose. Reports show it. */
  readonly reason: string;
  /** Where the fault shows on a GPU in software alone, or on a real one alone. Default: on both. */
  readonly only?: 'software' | 'hardware';
  /** Not to be run, since the fault may take the device or the process along: such a case is reported as skip. Default: it runs. */
  readonly skip?: boolean;
}

/** One device of an adapter's package, and how the command `mosa-conformance` makes a backend on it. */
export interface ConformanceDevice {
  /** One line for people: what computes, on what. */
  readonly description: string;
  /** What it needs beside its packages; its process is started so that it finds a GPU. Default: nothing. */
  readonly needs?: 'gpu';
  /** The libraries to install beside the adapter's own package. */
  readonly packages: readonly string[];
  /** What is imported to see whether the libraries are there, where importing one does more. Default: the packages. */
  readonly probes?: readonly string[];
  /** Cases that cannot pass until the libraries are mended. Default: none. */
  readonly expectedFailures?: readonly ExpectedFailure[];
  /**
   * @param load imports the libraries
   * @throws MosaError `unavailable` where the device is not there
   */
  create(load: ModuleLoader): Backend | Promise<Backend>;
}

/** What an adapter's package exports as `backends` from its entry `PACKAGE/conformance`: devices by name, such as `cpu`. */
export type ConformanceDevices = Readonly<Record<string, ConformanceDevice>>;
