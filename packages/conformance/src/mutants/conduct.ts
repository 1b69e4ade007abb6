import { type Backend, DeviceTensor, type Graph, type HostTensor, type Program } from '@mosa-js/core';
import type { Mutant } from './mutant';
import { withTensors } from './wrapped-tensors';

const oneElement = () => ({ shape: [1], dtype: 'float32', data: new Float32Array(1) }) as const;

/** Ways to misbehave around right numbers. */
export const conductMutants: readonly Mutant[] = [
  {
    name: 'every-run-leaves-a-tensor',
    mutate: (backend) =>
      withPrograms(backend, (program) => ({
        ...program,
        async run(inputs) {
          await backend.upload(oneElement());
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
  ...(['run', 'compile', 'upload'] as const).map(
    (where): Mutant => ({ name: `errors-of-${where}-leak`, mutate: (backend) => leaking(backend, where) }),
  ),
  {
    name: 'uploads-are-cached-by-array',
    mutate(backend) {
      const first = new WeakMap<object, HostTensor['data']>();
      return withTensors(backend, {
        upload(tensor) {
          if (!ArrayBuffer.isView(tensor?.data)) return tensor;
          const known = first.get(tensor.data);
          if (known) return { ...tensor, data: known } as HostTensor;
          first.set(tensor.data, tensor.data.slice());
          return tensor;
        },
      });
    },
  },
  {
    name: 'two-output-buffers-in-turn',
    mutate: (backend) => sharedBuffers(backend, 2),
  },
  {
    name: 'one-output-buffer',
    mutate: (backend) => sharedBuffers(backend, 1),
  },
  {
    name: 'ninth-run-has-the-first-inputs',
    mutate: (backend) =>
      withPrograms(backend, (program) => {
        let runs = 0;
        let first: Record<string, HostTensor> | undefined;
        return {
          ...program,
          async run(inputs) {
            const onHost = Object.entries(inputs).filter(([, tensor]) => !(tensor instanceof DeviceTensor));
            first ??= copied(Object.fromEntries(onHost) as Record<string, HostTensor>) as Record<string, HostTensor>;
            return program.run(++runs === 9 ? { ...inputs, ...first } : inputs);
          },
        };
      }),
  },
  {
    name: 'constants-of-the-first-program',
    mutate(backend) {
      const first = new Map<string, Graph>();
      return {
        ...backend,
        async compile(graph, options) {
          const key = withoutData(graph);
          const known = first.get(key) ?? graph;
          first.set(key, known);
          return { ...(await backend.compile(known, options)), graph };
        },
      };
    },
  },
  {
    name: 'weights-of-the-first-program',
    mutate(backend) {
      const first = new Map<string, NonNullable<Parameters<Backend['compile']>[1]>['weights']>();
      return {
        ...backend,
        async compile(graph, options) {
          const host = Object.entries(options?.weights ?? {}).filter(([, weight]) => !(weight instanceof DeviceTensor));
          if (host.length === 0) return backend.compile(graph, options);
          const key = JSON.stringify([withoutData(graph), host.map(([name, weight]) => [name, weight?.shape])]);
          const program = await backend.compile(graph, { ...options, weights: first.get(key) ?? options?.weights });
          if (!first.has(key)) first.set(key, copied(options!.weights!));
          return program;
        },
      };
    },
  },
  {
    name: 'disposal-frees-the-callers-weights',
    mutate: (backend) =>
      withTensors(backend, {
        disposed(weights) {
          for (const weight of Object.values(weights)) if (weight instanceof DeviceTensor) weight.dispose();
        },
      }),
  },
  {
    name: 'read-gives-a-view',
    mutate(backend) {
      const views = new WeakMap<DeviceTensor, HostTensor>();
      return withTensors(backend, {
        async read(tensor, read) {
          const known = views.get(tensor) ?? (await read());
          views.set(tensor, known);
          return known;
        },
      });
    },
  },
  {
    name: 'memory-is-always-0',
    mutate: (backend) => ({ ...backend, memory: () => ({ tensors: 0, bytes: 0 }) }),
  },
  {
    name: 'memory-never-falls',
    mutate(backend) {
      let most = { tensors: 0, bytes: 0 };
      return {
        ...backend,
        memory() {
          const now = backend.memory();
          most = { tensors: Math.max(most.tensors, now.tensors), bytes: Math.max(most.bytes, now.bytes) };
          return most;
        },
      };
    },
  },
  {
    name: 'runs-at-once-change-places',
    mutate: (backend) =>
      withPrograms(backend, (program) => {
        let waiting:
          | { give(outputs: Record<string, DeviceTensor>): void; own: Record<string, DeviceTensor> }
          | undefined;
        return {
          ...program,
          async run(inputs) {
            const own = await program.run(inputs);
            if (waiting) {
              const other = waiting;
              waiting = undefined;
              other.give(own);
              return other.own;
            }
            // A run that is alone gets its own result a moment later.
            return new Promise((resolve) => {
              waiting = { give: resolve, own };
              setTimeout(() => {
                if (waiting?.own !== own) return;
                waiting = undefined;
                resolve(own);
              });
            });
          },
        };
      }),
  },
  {
    name: 'inputs-are-written',
    mutate(backend) {
      const used = new WeakSet<DeviceTensor>();
      return withTensors(backend, {
        async ran(_program, inputs, outputs) {
          for (const input of Object.values(inputs)) if (input instanceof DeviceTensor) used.add(input);
          return outputs;
        },
        async read(tensor, read) {
          const host = await read();
          if (used.has(tensor)) host.data[0] = host.data[0] === 0 ? 1 : 0;
          return host;
        },
      });
    },
  },
];

function withPrograms(backend: Backend, change: (program: Program) => Program): Backend {
  return { ...backend, compile: async (...args) => change(await backend.compile(...args)) };
}

/** Leaves a tensor behind whenever a call fails. */
function leaking(backend: Backend, where: 'run' | 'compile' | 'upload'): Backend {
  const leak = async (error: unknown): Promise<never> => {
    await backend.upload(oneElement());
    throw error;
  };
  if (where === 'run')
    return withPrograms(backend, (program) => ({ ...program, run: (inputs) => program.run(inputs).catch(leak) }));
  if (where === 'compile') return { ...backend, compile: (...args) => backend.compile(...args).catch(leak) };
  return { ...backend, upload: (...args) => backend.upload(...args).catch(leak) };
}

/** Every output is read as what was written last to its buffer. */
function sharedBuffers(backend: Backend, buffers: number): Backend {
  const later = new WeakMap<DeviceTensor, HostTensor>();
  const written = new WeakMap<Program, { readonly runs: Record<string, DeviceTensor>[] }>();
  return withTensors(backend, {
    async ran(program, _inputs, outputs) {
      const { runs } = written.get(program) ?? { runs: [] };
      written.set(program, { runs });
      const before = runs.at(-buffers);
      for (const [name, tensor] of Object.entries(before ?? {})) {
        const next = outputs[name]!;
        if (!tensor.disposed) later.set(tensor, await next.read());
      }
      runs.push(outputs);
      return outputs;
    },
    read: async (tensor, read) => later.get(tensor) ?? read(),
  });
}

/** A graph's structure: all but the numbers in its constants. */
function withoutData({ nodes, outputs }: Graph): string {
  const kept = nodes.map((node) =>
    node.op === 'constant' ? { ...node, attributes: { ...node.attributes, data: 0 } } : node,
  );
  return JSON.stringify([kept, outputs]);
}

function copied(weights: NonNullable<NonNullable<Parameters<Backend['compile']>[1]>['weights']>) {
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [
      name,
      weight instanceof DeviceTensor ? weight : ({ ...weight, data: weight.data.slice() } as HostTensor),
    ]),
  );
}
