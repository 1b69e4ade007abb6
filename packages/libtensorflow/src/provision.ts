import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Context } from './context';
import { type PackageResult, provisionPackages } from './provision-packages';
import { type ProvisionSettings, settingsOf } from './settings';

export interface ProvisionOptions extends ProvisionSettings {
  /** Where paths start and where packages are looked for. Default: the working directory. */
  readonly cwd?: string;
  /** Stops the work: what was begun is undone, and `provision` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** A step begins, in words. */
  onStep?(step: string): void;
  /** How far the step is, 0 to 1. */
  onProgress?(fraction: number): void;
}

/**
 * Puts a libtensorflow under installed packages of tfjs-node and builds their addons; what is there already is not done
 * again. Nothing is printed.
 * @throws MosaError `unavailable` where something cannot be had here (a package, a wheel, a compiler), `usage` for an option
 *   that is none, `data` for another wheel than the pinned one, `backend` where the addon does not build or load, `output`
 *   for a folder that cannot be written. The package at fault is then as it was, those before it are done
 */
export async function provision(options: ProvisionOptions = {}): Promise<PackageResult[]> {
  const { cwd = process.cwd(), signal = new AbortController().signal } = options;
  if (typeof cwd !== 'string') throw new MosaError('usage', 'provision cwd', 'a path', show(cwd));
  const report: Context['report'] = {
    step: (text) => options.onStep?.(text),
    progress: (fraction) => options.onProgress?.(fraction),
    end: () => undefined,
  };
  return provisionPackages(
    settingsOf(options, cwd, (name) => `provision ${name}`),
    cwd,
    { report, signal },
  );
}
