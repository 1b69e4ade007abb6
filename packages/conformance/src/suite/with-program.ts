import type { Backend, DeviceTensor, Graph, HostTensor } from '@mosa-js/core';
import type { Verdict } from './case';

/** Runs a program on x and gives its `y`. */
export type Run = (x: HostTensor | DeviceTensor) => Promise<DeviceTensor>;

/** Compiles, hands out a function that runs and keeps only `y`, and disposes of the program. */
export async function withProgram(
  backend: Backend,
  graph: Graph,
  weights: Readonly<Record<string, HostTensor | DeviceTensor>>,
  use: (run: Run) => Promise<Verdict>,
): Promise<Verdict> {
  const program = await backend.compile(graph, { weights });
  try {
    return await use(async (x) => {
      const { y, ...others } = await program.run({ x });
      for (const tensor of Object.values(others)) tensor.dispose();
      return y!;
    });
  } finally {
    await program.dispose();
  }
}

/** What a tensor holds, which is freed. */
export async function read(tensor: DeviceTensor): Promise<HostTensor> {
  try {
    return await tensor.read();
  } finally {
    tensor.dispose();
  }
}
