import type { Backend, DeviceTensor, Program } from '@mosa-js/core';

/** A backend that remembers what it made, so that whoever breaks it can free what broken work left behind. */
export function tracked(backend: Backend): { readonly backend: Backend; release(): Promise<void> } {
  const tensors: DeviceTensor[] = [];
  const programs: Pick<Program, 'dispose'>[] = [];
  return {
    backend: {
      ...backend,
      async upload(tensor, options) {
        const made = await backend.upload(tensor, options);
        tensors.push(made);
        return made;
      },
      async createState(types, options) {
        const state = await backend.createState(types, options);
        programs.push(state);
        return state;
      },
      async compile(graph, options) {
        const program = await backend.compile(graph, options);
        programs.push(program);
        return {
          ...program,
          async run(inputs) {
            const outputs = await program.run(inputs);
            tensors.push(...Object.values(outputs));
            return outputs;
          },
        };
      },
    },
    async release() {
      for (const tensor of tensors) tensor.dispose();
      for (const program of programs) await program.dispose();
    },
  };
}
