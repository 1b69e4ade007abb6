import { hostTensor, trace } from '@mosa-js/core';
import { gradient } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';

const x = hostTensor([2], [1]);

it('runs and differentiates a chain of 8,000 ops', async () => {
  const graph = trace(
    (ops, inputs) => {
      let y = inputs.x!;
      for (let i = 0; i < 8000; i++) y = ops.neg(y);
      return { loss: ops.sum(y, [0]) };
    },
    { inputs: { x } },
  );
  const backend = createReferenceBackend();
  const program = await backend.compile(gradient(graph, { of: 'loss', by: ['x'] }));
  const outputs = await program.run({ x });
  expect((await outputs.loss!.read()).data[0]).toBe(2);
  expect((await outputs['gradient/x']!.read()).data[0]).toBe(1);
  await backend.dispose();
});

it('refuses a gradient of what is no output, and one whose name is taken', () => {
  const graph = trace((ops, inputs) => ({ loss: ops.sum(inputs.x!, [0]) }), { inputs: { x } });
  for (const of of ['toString', 'constructor', '__proto__', 'x']) {
    expect(() => gradient(graph, { of, by: ['x'] })).toThrow(`gradient of: expected loss, got "${of}"`);
  }
  const once = gradient(graph, { of: 'loss', by: ['x'] });
  expect(() => gradient(once, { of: 'loss', by: ['x'] })).toThrow('expected a graph without an output gradient/x');
});
