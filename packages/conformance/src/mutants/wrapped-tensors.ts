import {
  type Backend,
  DeviceTensor,
  type HostTensor,
  type Program,
  type ProgramState,
  type TensorInputs,
} from '@mosa-js/core';

/** What a mutant changes of a backend's tensors. */
export interface TensorChanges {
  /** A tensor was read. */
  read?(tensor: DeviceTensor, read: () => Promise<HostTensor>): Promise<HostTensor>;
  /** A program ran. `inputs` and `outputs` are the backend's own tensors, or host tensors as given. */
  ran?(
    program: Program,
    inputs: TensorInputs,
    outputs: Record<string, DeviceTensor>,
  ): Promise<Record<string, DeviceTensor>>;
  /** Host tensors before they go to the device, in uploads, inputs and weights. */
  upload?(tensor: HostTensor): HostTensor;
  /** A program was disposed of, with the weights that it was given. */
  disposed?(weights: TensorInputs): void;
}

/** A backend whose tensors are handed out in wrappers, so that a mutant can change what becomes of them. */
export function withTensors(backend: Backend, changes: TensorChanges): Backend {
  const owner = Symbol(backend.name);
  const inner = new WeakMap<DeviceTensor, DeviceTensor>();
  const wrap = (tensor: DeviceTensor): DeviceTensor => {
    const read = () => tensor.read();
    const wrapper = new DeviceTensor(owner, backend.name, tensor, tensor, {
      read: () => (changes.read ? changes.read(tensor, read) : read()),
      free: () => tensor.dispose(),
    });
    inner.set(wrapper, tensor);
    return wrapper;
  };
  const given = (tensor: DeviceTensor | HostTensor) =>
    tensor instanceof DeviceTensor ? opened(tensor) : (changes.upload?.(tensor) ?? tensor);
  /** A wrapper that is disposed of says so itself; tensors of other backends go on as they are. */
  const opened = (tensor: DeviceTensor) => inner.get(tensor) ?? tensor;
  const all = (tensors: TensorInputs): TensorInputs =>
    typeof tensors === 'object' && tensors !== null
      ? Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor && given(tensor)]))
      : tensors;
  const stateOf = (state: ProgramState): ProgramState => ({
    ...state,
    replace: async (tensors) => state.replace(all(tensors)),
  });
  return {
    ...backend,
    createState: async (types, options) => stateOf(await backend.createState(types, options)),
    upload: async (tensor, options) => wrap(await backend.upload(changes.upload?.(tensor) ?? tensor, options)),
    async compile(graph, options) {
      const weights = all(options?.weights ?? {});
      const program = await backend.compile(graph, { ...options, weights });
      return {
        ...program,
        ...(program.state ? { state: stateOf(program.state) } : {}),
        async run(inputs) {
          const own = all(inputs);
          const outputs = await program.run(own);
          const changed = (await changes.ran?.(program, own, outputs)) ?? outputs;
          return Object.fromEntries(Object.entries(changed).map(([name, tensor]) => [name, wrap(tensor)]));
        },
        async dispose() {
          await program.dispose();
          changes.disposed?.(weights);
        },
      };
    },
  };
}
