import type { Backend, Program } from '@mosa-js/core';
import type { Mutant } from './mutant';

/** Ways to misbehave around right numbers. */
export const conductMutants: readonly Mutant[] = [
  {
    name: 'every-run-leaves-a-tensor',
    mutate: (backend, left) =>
      withPrograms(backend, (program) => ({
        ...program,
        async run(inputs) {
          left.push(await backend.upload({ shape: [1], dtype: 'float32', data: new Float32Array(1) }));
          return program.run(inputs);
        },
      })),
  },
  {
    name: 'second-run-differs',
    mutate: (backend) =>
      withPrograms(backend, (program) => {
        let runs = 0;
        return {
          ...program,
          async run(inputs) {
            const outputs = await program.run(inputs);
            runs += 1;
            if (runs === 1 || outputs.y?.dtype !== 'float32') return outputs;
            const { data, ...type } = await outputs.y.read();
            outputs.y.dispose();
            const nudged = Float32Array.from(data, (value) => value * (1 + 2 ** -23));
            return { ...outputs, y: await backend.upload({ ...type, data: nudged }) };
          },
        };
      }),
  },
  {
    name: 'errors-lose-their-code',
    mutate: (backend) =>
      withPrograms(backend, (program) => ({
        ...program,
        run: (inputs) =>
          program.run(inputs).catch((error: Error) => {
            throw new Error(error.message);
          }),
      })),
  },
];

function withPrograms(backend: Backend, change: (program: Program) => Program): Backend {
  return { ...backend, compile: async (...args) => change(await backend.compile(...args)) };
}
