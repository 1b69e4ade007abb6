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
  /** The same, and from now on each as soon as nothing holds it. */
  close(): Promise<void>;
}

export function createSessions(): Sessions {
  const idle = new Set<InferenceSession>();
  let closed = false;
  const releaseIdle = async () => {
    for (const session of [...idle]) {
      idle.delete(session);
      await session.release();
    }
  };
  return {
    keep(session) {
      let reasons = 1;
      return {
        session,
        hold() {
          reasons++;
        },
        free() {
          if (--reasons > 0) return;
          idle.add(session);
          if (closed) void releaseIdle();
        },
      };
    },
    releaseIdle,
    async close() {
      closed = true;
      await releaseIdle();
    },
  };
}
