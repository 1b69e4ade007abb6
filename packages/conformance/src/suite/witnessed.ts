import {
  type Backend,
  type CompileOptions,
  MosaError,
  type Program,
  type ProgramState,
  type TensorInputs,
} from '@mosa-js/core';
import { checkHostTensor, show } from '@mosa-js/core/adapter';
import { excusesOf } from './capabilities';
import { checkedOutputs, checkedTensor } from './checked-tensor';
import { liveMemory } from './live-memory';

/** A backend whose every answer is checked for its form, and that remembers what was asked beyond its capabilities. */
export interface Witnessed {
  readonly backend: Backend;
  /** Why the backend may have refused something so far, by its declared capabilities; undefined where it may not. */
  excuse(): string | undefined;
}

/**
 * Core trusts an adapter to hand back what a graph says. The suite does not: outputs that are missing, or of another type,
 * and data of another class or length throw here, with what is wrong.
 */
export function witness(backend: Backend, device = backend.device): Witnessed {
  const excuses = excusesOf(backend.capabilities);
  let excuse: string | undefined;
  const note = (inputs: TensorInputs = {}) => {
    for (const tensor of Object.values(inputs)) if ('data' in Object(tensor)) excuse ??= excuses.tensor(tensor);
  };

  const stateOf = (state: ProgramState): ProgramState => ({
    ...state,
    async read(name) {
      const host = await state.read(name);
      checkHostTensor(host, `${backend.name} state read`);
      return host;
    },
    async replace(tensors) {
      if (typeof tensors === 'object' && tensors !== null) note(tensors);
      return state.replace(tensors);
    },
  });

  const programOf = (program: Program, graph: Program['graph'], carry: CompileOptions['carry'] = {}): Program => ({
    ...program,
    graph: program.graph,
    ...(program.state ? { state: stateOf(program.state) } : {}),
    async run(inputs) {
      if (typeof inputs === 'object' && inputs !== null) note(inputs);
      const outputs: unknown = await program.run(inputs);
      return checkedOutputs(outputs, withoutOutputs(graph, Object.values(carry)), `${backend.name} run`);
    },
    dispose: () => program.dispose(),
  });

  return {
    excuse: () => excuse,
    backend: {
      name: backend.name,
      device,
      label: backend.label,
      capabilities: backend.capabilities,
      paths: backend.paths,
      async upload(tensor, options) {
        note({ tensor });
        const made = await backend.upload(tensor, options);
        return checkedTensor(made, tensor, `${backend.name} upload`);
      },
      wrap: (tensor) => backend.wrap(tensor),
      unwrap: (tensor) => backend.unwrap(tensor),
      async createState(types, options) {
        note(options?.initial);
        return stateOf(await backend.createState(types, options));
      },
      async compile(graph, options) {
        excuse ??= excuses.graph(graph);
        note(options?.weights);
        note(options?.initial);
        const program: Partial<Program> | undefined = await backend.compile(graph, options);
        if (typeof program?.run !== 'function' || typeof program.dispose !== 'function') {
          throw new MosaError('backend', `${backend.name} compile`, 'a program with run and dispose', show(program));
        }
        return programOf(program as Program, graph, options?.carry);
      },
      memory: () => liveMemory(backend),
      dispose: () => backend.dispose(),
    },
  };
}

function withoutOutputs(graph: Program['graph'], names: readonly string[]): Program['graph'] {
  const kept = Object.entries(graph.outputs).filter(([name]) => !names.includes(name));
  return { ...graph, outputs: Object.fromEntries(kept) };
}
