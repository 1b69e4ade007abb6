import {
  type Backend,
  constantScalar,
  type DeviceTensor,
  type Graph,
  type HostTensor,
  layerGraph,
  trace,
} from '@mosa-js/core';
import type { ConformanceCase, Verdict } from './case';
import type { Tensors } from './graph-case';
import { firstFailure, judge, judgeExactly } from './judge';
import { type LayerSpec, layerTensors } from './layer-spec';
import { lazily, prepare } from './prepared';
import { runGraph } from './run-graph';
import { special } from './values';

/** Three numbers plus one number, with the sum doubled: exact, so that any mixing-up shows. */
const doubled = (added: number): Graph =>
  trace(
    (ops, { x }, { w }) => {
      const y = ops.add(ops.add(x!, w!), constantScalar(ops, added));
      return { y: ops.add(y, y) };
    },
    { inputs: { x: three(0) }, weights: { w: three(0) } },
  );
const three = (first: number): HostTensor => special([first, first + 1, first + 2]);
const expected = (x: number, w: number, added: number): HostTensor =>
  special([0, 1, 2].map((i) => 2 * (x + i + (w + i) + added)));

/** What a backend may not share, keep or mix up between calls. */
export function conductCases(): ConformanceCase[] {
  return [
    { id: 'conduct/uploads-of-a-reused-array', run: reusedUpload },
    { id: 'conduct/inputs-of-a-reused-array', run: reusedInput },
    { id: 'conduct/outputs-of-many-runs-are-kept', run: keptOutputs },
    { id: 'conduct/programs-that-differ-in-a-constant', run: differentConstants },
    { id: 'conduct/programs-that-differ-in-a-weight', run: differentWeights },
    { id: 'conduct/weights-outlive-a-program', run: weightsOutlive },
    { id: 'conduct/a-read-is-a-copy', run: readIsCopy },
    { id: 'conduct/many-runs-at-once', run: manyAtOnce },
    { id: 'conduct/inputs-are-not-written', run: inputsKept },
    { id: 'layers/programs-that-differ-in-weights', run: layersDifferInWeights },
    { id: 'layers/outputs-of-many-runs-are-kept', run: layersKeepOutputs },
  ];
}

async function reusedUpload(backend: Backend): Promise<Verdict> {
  const array = three(1);
  const tensors: DeviceTensor[] = [];
  const verdicts: Verdict[] = [];
  try {
    for (const first of [1, 40, 700]) {
      array.data.set(three(first).data);
      tensors.push(await backend.upload(array));
    }
    array.data.fill(-1);
    for (const [i, first] of [1, 40, 700].entries()) {
      verdicts.push(judgeExactly(await tensors[i]!.read(), three(first), `upload ${i + 1}`));
    }
    return firstFailure(verdicts);
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

async function reusedInput(backend: Backend): Promise<Verdict> {
  const array = three(1);
  return withProgram(backend, doubled(5), { w: three(10) }, async (run) => {
    const verdicts: Verdict[] = [];
    for (const first of [1, 30, 500]) {
      array.data.set(three(first).data);
      verdicts.push(judgeExactly(await read(await run(array)), expected(first, 10, 5), `input ${first}`));
    }
    return firstFailure(verdicts);
  });
}

async function keptOutputs(backend: Backend): Promise<Verdict> {
  return withProgram(backend, doubled(5), { w: three(10) }, async (run) => {
    const firsts = [1, 20, 300, 4000, 50000];
    const before = backend.memory().tensors;
    const outputs: DeviceTensor[] = [];
    try {
      for (const first of firsts) outputs.push(await run(three(first)));
      const held = backend.memory().tensors - before;
      if (held < firsts.length) {
        const reason = `memory() tells of ${held} more tensors with ${firsts.length} outputs held`;
        return { status: 'fail', stage: 'memory', reason };
      }
      const verdicts: Verdict[] = [];
      for (const [i, first] of firsts.entries()) {
        verdicts.push(judgeExactly(await outputs[i]!.read(), expected(first, 10, 5), `output of run ${i + 1}`));
      }
      return firstFailure(verdicts);
    } finally {
      for (const tensor of outputs) tensor.dispose();
    }
  });
}

async function differentConstants(backend: Backend): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const added of [5, 6, -3]) {
    const { y } = await runGraph(backend, doubled(added), { x: three(1), w: three(10) });
    verdicts.push(judgeExactly(y, expected(1, 10, added), `constant ${added}`));
  }
  // Side by side, too.
  return firstFailure([
    ...verdicts,
    await withProgram(backend, doubled(7), { w: three(10) }, (one) =>
      withProgram(backend, doubled(8), { w: three(10) }, async (other) =>
        firstFailure([
          judgeExactly(await read(await other(three(1))), expected(1, 10, 8), 'the second program'),
          judgeExactly(await read(await one(three(1))), expected(1, 10, 7), 'the first program'),
        ]),
      ),
    ),
  ]);
}

async function differentWeights(backend: Backend): Promise<Verdict> {
  const graph = doubled(5);
  return withProgram(backend, graph, { w: three(10) }, (one) =>
    withProgram(backend, graph, { w: three(90) }, async (other) =>
      firstFailure([
        judgeExactly(await read(await one(three(1))), expected(1, 10, 5), 'the first weights'),
        judgeExactly(await read(await other(three(1))), expected(1, 90, 5), 'the second weights'),
        judgeExactly(await read(await one(three(2))), expected(2, 10, 5), 'the first weights again'),
      ]),
    ),
  );
}

/** A weight on the device belongs to whoever put it there. */
async function weightsOutlive(backend: Backend): Promise<Verdict> {
  const w = await backend.upload(three(10));
  try {
    const verdicts: Verdict[] = [];
    for (const first of [1, 2]) {
      const verdict = await withProgram(backend, doubled(5), { w }, async (run) =>
        judgeExactly(await read(await run(three(first))), expected(first, 10, 5), `program ${first}`),
      );
      verdicts.push(verdict, judgeExactly(await w.read(), three(10), `weight after program ${first}`));
    }
    return firstFailure(verdicts);
  } finally {
    w.dispose();
  }
}

async function readIsCopy(backend: Backend): Promise<Verdict> {
  const x = await backend.upload(three(1));
  try {
    const one = await x.read();
    const verdicts = [judgeExactly({ ...one, data: one.data.slice() } as HostTensor, three(1), 'an upload')];
    one.data.fill(-1);
    verdicts.push(judgeExactly(await x.read(), three(1), 'a second read of an upload'));
    return await withProgram(backend, doubled(5), { w: three(10) }, async (run) => {
      const output = await run(x);
      try {
        const first = await output.read();
        verdicts.push(
          judgeExactly({ ...first, data: first.data.slice() } as HostTensor, expected(1, 10, 5), 'an output'),
        );
        first.data.fill(-1);
        return firstFailure([
          ...verdicts,
          judgeExactly(await output.read(), expected(1, 10, 5), 'a second read of an output'),
          judgeExactly(await read(await run(x)), expected(1, 10, 5), 'a run after a changed read'),
        ]);
      } finally {
        output.dispose();
      }
    });
  } finally {
    x.dispose();
  }
}

async function manyAtOnce(backend: Backend): Promise<Verdict> {
  return withProgram(backend, doubled(5), { w: three(10) }, async (run) => {
    const firsts = [1, 20, 300, 4000];
    const outputs = await Promise.all(firsts.map((first) => run(three(first))));
    const results: HostTensor[] = [];
    for (const output of outputs) results.push(await read(output));
    return firstFailure(
      results.map((result, i) => judgeExactly(result, expected(firsts[i]!, 10, 5), `run ${i + 1} of ${firsts.length}`)),
    );
  });
}

async function inputsKept(backend: Backend): Promise<Verdict> {
  const x = await backend.upload(three(1));
  const w = await backend.upload(three(10));
  try {
    const verdict = await withProgram(backend, doubled(5), { w }, async (run) => {
      return firstFailure([
        judgeExactly(await read(await run(x)), expected(1, 10, 5), 'first run'),
        judgeExactly(await read(await run(x)), expected(1, 10, 5), 'second run'),
      ]);
    });
    return firstFailure([
      verdict,
      judgeExactly(await x.read(), three(1), 'input'),
      judgeExactly(await w.read(), three(10), 'weight'),
    ]);
  } finally {
    x.dispose();
    w.dispose();
  }
}

const spec: LayerSpec = {
  id: 'layers',
  config: { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 4 },
  B: 1,
  T: 16,
  seed: 31,
};
const layer = lazily(() => {
  const one = layerTensors(spec);
  const other = layerTensors({ ...spec, seed: 32 });
  const graph = layerGraph(spec.config, one.inputs);
  const prepared = (inputs: Tensors, weights: Tensors) =>
    prepare(() => ({ graph, tensors: { ...inputs, ...weights } }));
  return {
    graph,
    one,
    other,
    /** The first layer on both inputs, and the second on the first. */
    own: [prepared(one.inputs, one.weights), prepared(other.inputs, one.weights)] as const,
    changed: prepared(one.inputs, other.weights),
  };
});

/** Two programs of one graph keep to their own weights. */
async function layersDifferInWeights(backend: Backend): Promise<Verdict> {
  const { graph, one, other, own, changed } = layer();
  const right = [own[0].expected(backend).y!, changed.expected(backend).y!] as const;
  return withProgram(backend, graph, one.weights, (first) =>
    withProgram(backend, graph, other.weights, async (second) =>
      firstFailure([
        judge(await read(await second(one.inputs.x!)), right[1], 'the second program'),
        judge(await read(await first(one.inputs.x!)), right[0], 'the first program'),
      ]),
    ),
  );
}

async function layersKeepOutputs(backend: Backend): Promise<Verdict> {
  const { graph, one, other, own } = layer();
  const right = own.map((prepared) => prepared.expected(backend).y!);
  return withProgram(backend, graph, one.weights, async (run) => {
    const outputs: DeviceTensor[] = [];
    try {
      const inputs = [one.inputs.x!, other.inputs.x!, one.inputs.x!, other.inputs.x!];
      for (const x of inputs) outputs.push(await run(x));
      const verdicts: Verdict[] = [];
      for (const [i, output] of outputs.entries()) {
        verdicts.push(judge(await output.read(), right[i % 2]!, `output of run ${i + 1}`));
      }
      return firstFailure(verdicts);
    } finally {
      for (const tensor of outputs) tensor.dispose();
    }
  });
}

type Run = (x: HostTensor | DeviceTensor) => Promise<DeviceTensor>;

/** Compiles, hands out a function that runs and keeps only `y`, and disposes of the program. */
async function withProgram(
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

async function read(tensor: DeviceTensor): Promise<HostTensor> {
  try {
    return await tensor.read();
  } finally {
    tensor.dispose();
  }
}
