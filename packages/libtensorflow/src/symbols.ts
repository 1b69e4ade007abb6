import { join } from 'node:path';
import { MosaError } from '@mosa-js/core';
import type { Context } from './context';
import { execute, lastLines } from './execute';

/**
 * Holds what an addon calls of TensorFlow against what the libraries export.
 * @returns how many functions it calls
 * @throws MosaError `backend` that names those that are missing
 */
export async function checkSymbols(addon: string, library: string, { report, signal }: Context): Promise<number> {
  report.step('checking that libtensorflow exports every function that the addon calls');
  const files = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) => join(library, 'lib', name));
  const called = (await symbols('--undefined-only', [addon], signal)).filter((name) => /^TFE?_/.test(name));
  const exported = new Set(await symbols('--defined-only', files, signal));
  const missing = called.filter((name) => !exported.has(name));
  if (missing.length === 0) return called.length;
  const expected = 'a libtensorflow with every function that the addon calls';
  throw new MosaError('backend', 'provision', expected, `one without ${missing.join(', ')}`);
}

/** Names in the dynamic symbol tables of files, without their versions. */
async function symbols(which: string, files: readonly string[], signal: AbortSignal): Promise<string[]> {
  const { code, missing, out, err } = await execute('nm', ['--dynamic', which, ...files], { signal });
  if (code !== 0) {
    const how = 'nm, which comes with the compiler (binutils)';
    throw new MosaError('unavailable', 'provision', how, missing ? 'no nm' : lastLines(err));
  }
  return out
    .split('\n')
    .map((line) => /\s([\w@.]+)$/.exec(line)?.[1]?.replace(/@.*/, '') ?? '')
    .filter((name) => name !== '');
}
