import { MosaError } from '@mosa-js/core';
import { describeDevice, startAddon } from '@mosa-js/tfjs-node-gpu/addon';
import type { Context } from './context';
import { lastLines } from './execute';

/** What an addon said when it was started. */
export interface Trial {
  /** Version of libtensorflow. */
  readonly libtensorflow: string;
  readonly device: string;
  /** What libtensorflow says about CUDA, where it does not run there. */
  readonly note?: string;
}

/**
 * Starts an addon in a process of its own.
 * @throws MosaError `backend` with the loader's words
 */
export async function tryAddon(addon: string, { signal }: Pick<Context, 'signal'>): Promise<Trial> {
  const { version, isUsingGpuDevice = false, words } = await startAddon(addon, signal);
  if (version === undefined) {
    const said = words.split('\n').filter((line) => /error|cannot|symbol/i.test(line) && !/^\s+at /.test(line));
    throw new MosaError('backend', 'provision', 'the addon to load', lastLines(said.join('\n') || words, 2));
  }
  const { name, note } = describeDevice(isUsingGpuDevice, words);
  return { libtensorflow: version, device: name, note };
}
