import { type Backend, constantScalar, type DeviceTensor, type Graph, type HostTensor, trace } from '@mosa-js/core';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judgeExactly } from './judge';
import { refused } from './refused';
import { runGraph } from './run-graph';
import { special } from './values';
import { read, withProgram } from './with-program';

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
    { id: 'conduct/programs-compiled-at-once', run: compiledAtOnce },
    { id: 'conduct/uploads-of-64-bits', run: wideUpload },
    { id: 'conduct/calls-that-fail-change-nothing', run: failingCalls },
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

async function compiledAtOnce(backend: Backend): Promise<Verdict> {
  const weights = [10, 200, 3000];
  const programs = await Promise.all(weights.map((w) => backend.compile(doubled(5), { weights: { w: three(w) } })));
  try {
    const runs = programs.flatMap((program) => [1, 7].map((first) => program.run({ x: three(first) })));
    const results: HostTensor[] = [];
    for (const { y } of await Promise.all(runs)) results.push(await read(y!));
    return firstFailure(
      results.map((y, i) =>
        judgeExactly(y, expected([1, 7][i % 2]!, weights[Math.floor(i / 2)]!, 5), `program ${Math.floor(i / 2) + 1}`),
      ),
    );
  } finally {
    for (const program of programs) await program.dispose();
  }
}

/** float32 data may come as numbers of 64 bits, and is what the device holds of them when it is read. */
async function wideUpload(backend: Backend): Promise<Verdict> {
  const data = Float64Array.of(0.1, 1 / 3, -1e-3);
  const x = await backend.upload({ shape: [3], dtype: 'float32', data });
  try {
    const kept = backend.capabilities.precision === 'float64' ? data : Float32Array.from(data);
    return judgeExactly(await x.read(), { shape: [3], dtype: 'float32', data: kept }, 'upload');
  } finally {
    x.dispose();
  }
}

/** A call that is refused keeps its code, leaves nothing behind, and the next call is as if it had not been. */
async function failingCalls(backend: Backend): Promise<Verdict> {
  const before = backend.memory().tensors;
  const wrongData = { shape: [3], dtype: 'float32', data: new Float32Array(2) } as const;
  const wrongShape = special([1, 2]);
  const verdict = await withProgram(backend, doubled(5), { w: three(10) }, async (run) =>
    firstFailure([
      await refused('upload', 'data', () => backend.upload(wrongData)),
      await refused('compile', 'shape', () => backend.compile(doubled(5), { weights: { w: wrongShape } })),
      await refused('compile', 'weight', () => backend.compile(doubled(5), {})),
      await refused('run', 'shape', () => run(wrongShape)),
      judgeExactly(await read(await run(three(1))), expected(1, 10, 5), 'the run after'),
    ]),
  );
  const left = backend.memory().tensors - before;
  if (verdict.status !== 'pass' || left === 0) return verdict;
  return { status: 'fail', stage: 'memory', reason: `${left} tensors left behind` };
}
