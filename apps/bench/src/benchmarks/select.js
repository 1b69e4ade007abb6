import { trace } from '@mosa-js/core';
import { unfused } from '@mosa-js/core/adapter';
import { openProgram } from '../program-case.js';
import { countsAt } from '../shapes.js';
import { normal } from '../tensors.js';

/** logits [E, B, T] → positions [E, B, k], by the kernel and by the primitives that it stands for. */
export function select(options, length) {
  const { batch, heads } = options;
  return heads.flatMap((E) =>
    countsAt(options.k, length).flatMap((k) => {
      const logits = normal([E, batch, length], length + E + k);
      const build = (ops, given) => ({ positions: ops.selectIndices(given.logits, k) });
      const graph = trace(build, { inputs: { logits } });
      const labels = { batch, length, heads: E, k };
      const same = {};
      const way = (kind, given) => ({
        labels: { kind, ...labels },
        async open(backend) {
          const opened = await openProgram(backend, given, { logits });
          await checkEqual(same, (await opened.read()).positions.data);
          return opened;
        },
      });
      return [way('kernel', graph), way('decomposed', unfused(graph))];
    }),
  );
}

/** Times of wrong results are worth nothing. */
function checkEqual(same, data) {
  same.data ??= data;
  const at = data.findIndex((value, i) => value !== same.data[i]);
  if (at >= 0) throw new Error(`the kernel selects ${same.data[at]}, the decomposition ${data[at]}, at element ${at}`);
}
