import type { InferenceSession } from 'onnxruntime-common';

/**
 * A session that stays until its program and every result on the device that it made are gone: onnxruntime-node frees such
 * a result through the session that made it, and ends the process where that one is released.
 */
export interface KeptSession {
  readonly session: InferenceSession;
  /** Another reason to stay. */
  hold(): void;
  /** One reason less. */
  free(): void;
}

export interface Sessions {
  /** @returns the session with one reason to stay */
  keep(session: InferenceSession): KeptSession;
  /** Releases those that nothing holds any longer; for moments in which no session works. */
  releaseIdle(): Promise<void>;
}

export function createSessions(): Sessions {
  const idle = new Set<InferenceSession>();
  return {
    keep(session) {
      let reasons = 1;
      return {
        session,
        hold() {
          reasons++;
        },
        free() {
          if (--reasons === 0) idle.add(session);
        },
      };
    },
    async releaseIdle() {
      for (const session of [...idle]) {
        idle.delete(session);
        await session.release();
      }
    },
  };
}
