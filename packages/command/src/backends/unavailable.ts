import { codeOf, messageOf } from '../errors';
import { isBrokenInstall } from './import-from';
import { knownBackends } from './known-backends';

/** The backend cannot run here. The message says why, and how to get it where that is known. */
export class Unavailable extends Error {
  /** Its packages are not installed; otherwise they are, and something else is in the way. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing = false) {
    super(message);
    this.isMissing = isMissing;
  }
}

/** Never throws, whatever was thrown. */
export function isUnavailable(error: unknown): error is Unavailable {
  try {
    return error instanceof Unavailable;
  } catch {
    return false; // a proxy that does not tell
  }
}

/**
 * Makes a backend.
 * @param name as the user knows it
 * @throws Unavailable where the machine or what is installed is at fault; else whatever the adapter throws
 */
export async function makeAvailable<B>(name: string, make: () => Promise<B>): Promise<B> {
  try {
    return await make();
  } catch (error) {
    if (isUnavailable(error)) throw error;
    // By its code, not its class: an adapter may bring its own copy of core.
    if (codeOf(error) === 'unavailable') throw new Unavailable(messageOf(error));
    if (isBrokenInstall(error)) {
      const known = knownBackends.find((backend) => backend.name === name);
      const again = known ? `; try npm install ${known.packages.join(' ')}, or build it` : '';
      throw new Unavailable(`installed, but it cannot be loaded: ${messageOf(error)}${again}`);
    }
    throw error;
  }
}
