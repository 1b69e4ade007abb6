import { MosaError, show } from '../error';

/** The different ways in which an adapter computes, and which of them have run. */
export interface CodePaths {
  /** Every path that this device can take, such as `matMul: tiles of 64 × 64, split`. */
  readonly names: readonly string[];
  /** Those of them that ran since the backend was made. */
  taken(): ReadonlySet<string>;
}

/** What an adapter's kernels tell of the paths that they take. */
export interface PathRecorder<Name extends string = string> extends CodePaths {
  /** Called by a kernel on its way. @throws MosaError `backend` for a path that was not named */
  take(name: Name): void;
}

/**
 * Names the code paths of an adapter. The conformance suite fails where no case takes one of them, so that a kernel for
 * other sizes cannot be added without a case that reaches it.
 */
export function createCodePaths<Name extends string>(names: readonly Name[]): PathRecorder<Name> {
  const known = new Set<string>(names);
  const taken = new Set<string>();
  return {
    names: [...known],
    take(name) {
      if (!known.has(name)) throw new MosaError('backend', 'code path', 'one that the adapter names', show(name));
      taken.add(name);
    },
    taken: () => taken,
  };
}
