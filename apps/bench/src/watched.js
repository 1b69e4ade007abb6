import { graphFlops } from '@mosa-js/core';

/**
 * A backend that tells what its programs do, so that trainers and decoders are timed as layers are, whose programs are theirs.
 * @returns `note(work)`: FLOPs of the programs that the work runs; `profile(work)`: the parts that they consist of
 */
export function watched(backend) {
  let onRun;
  const watch = (program) => ({
    ...program,
    get graph() {
      return program.graph;
    },
    async run(inputs) {
      await onRun?.(program, inputs);
      return program.run(inputs);
    },
  });
  const during = async (work, listener) => {
    onRun = listener;
    try {
      await work();
    } finally {
      onRun = undefined;
    }
  };
  return {
    backend: { ...backend, compile: async (...all) => watch(await backend.compile(...all)) },
    async flops(work) {
      let counted = 0;
      await during(work, ({ graph }) => {
        counted += graphFlops(graph).counted;
      });
      return counted;
    },
    async profile(work) {
      const parts = [];
      await during(work, async (program, inputs) => {
        parts.push(...(await program.profile(inputs)));
      });
      return parts;
    },
  };
}
