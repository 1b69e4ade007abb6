import { type Backend, type DeviceTensor, type HostTensor, hostTensor, type MemoryUse, trace } from '@mosa-js/core';
import { bytesOf } from '@mosa-js/core/adapter';
import { evaluateWithBounds } from '../bounds/evaluate';
import type { ConformanceCase, Verdict } from './case';
import { firstFailure, judge, judgeExactly } from './judge';
import { arithmeticOf } from './prepared';

/**
 * Whether `memory()` tells the truth. The cases that look for leaks take it at its word, so a backend that always says 0 would
 * pass them all. Libraries may hold more than they were given, never less.
 */
export function memoryHonestyCases(): ConformanceCase[] {
  return [
    { id: 'memory/uploads-are-counted', run: uploadsAreCounted },
    { id: 'memory/weights-are-counted', run: weightsAreCounted },
    { id: 'memory/outputs-are-counted', run: outputsAreCounted },
    { id: 'memory/host-arrays-unharmed', run: hostArraysUnharmed },
  ];
}

/** Made anew for every case: a backend that changes what it is given changes nothing for the next one. */
function samples() {
  const values = (size: number) => Float32Array.from({ length: size }, (_, i) => i / 8 - 3);
  const x = hostTensor(values(24 * 16), [24, 16]);
  const w = hostTensor(values(16 * 40), [16, 40]);
  const uploads: readonly HostTensor[] = [
    hostTensor(values(4096), [64, 64]),
    hostTensor(
      Int32Array.from({ length: 105 }, (_, i) => i - 50),
      [3, 5, 7],
      'int32',
    ),
    hostTensor(
      Uint8Array.from({ length: 33 }, (_, i) => i % 2),
      [33],
      'bool',
    ),
    hostTensor(values(1), []),
  ];
  const product = trace((ops, inputs, weights) => ({ y: ops.matMul(inputs.x!, weights.w!) }), {
    inputs: { x },
    weights: { w },
  });
  return { x, w, uploads, product };
}

/** Every step up is at least what was asked for, and all is as before once it was disposed of. */
class Ledger {
  readonly #backend: Backend;
  readonly #start: MemoryUse;
  #last: MemoryUse;
  #problem: string | undefined;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#start = backend.memory();
    this.#last = this.#start;
  }

  grown(what: string, bytes: number): void {
    const now = this.#backend.memory();
    const [tensors, more] = [now.tensors - this.#last.tensors, now.bytes - this.#last.bytes];
    if (tensors < 1 || more < bytes) {
      this.#problem ??= `${what} of ${bytes} bytes: memory() rose by ${tensors} tensors and ${more} bytes`;
    }
    this.#last = now;
  }

  shrunk(what: string): void {
    const now = this.#backend.memory();
    if (now.tensors >= this.#last.tensors) {
      this.#problem ??= `${what} disposed: memory() went from ${this.#last.tensors} to ${now.tensors} tensors`;
    }
    this.#last = now;
  }

  verdict(): Verdict {
    const end = this.#backend.memory();
    if (end.tensors !== this.#start.tensors || end.bytes !== this.#start.bytes) {
      const said = ({ tensors, bytes }: MemoryUse) => `${tensors} tensors, ${bytes} bytes`;
      this.#problem ??= `all disposed: memory() says ${said(end)} after ${said(this.#start)}`;
    }
    return this.#problem === undefined
      ? { status: 'pass' }
      : { status: 'fail', stage: 'memory', reason: this.#problem };
  }
}

async function uploadsAreCounted(backend: Backend): Promise<Verdict> {
  const ledger = new Ledger(backend);
  const held: DeviceTensor[] = [];
  try {
    for (const tensor of samples().uploads) {
      held.push(await backend.upload(tensor));
      ledger.grown('an upload', bytesOf(tensor));
    }
    for (const tensor of held) {
      tensor.dispose();
      ledger.shrunk('an upload');
    }
  } finally {
    for (const tensor of held) tensor.dispose();
  }
  return ledger.verdict();
}

async function weightsAreCounted(backend: Backend): Promise<Verdict> {
  const { product, w } = samples();
  const ledger = new Ledger(backend);
  const program = await backend.compile(product, { weights: { w } });
  ledger.grown('a program with weights', bytesOf(w));
  await program.dispose();
  ledger.shrunk('a program with weights');
  return ledger.verdict();
}

async function outputsAreCounted(backend: Backend): Promise<Verdict> {
  const { product, w, x } = samples();
  const program = await backend.compile(product, { weights: { w } });
  try {
    const ledger = new Ledger(backend);
    const outputs: DeviceTensor[] = [];
    for (let run = 0; run < 3; run++) {
      const { y } = await program.run({ x });
      outputs.push(y!);
      ledger.grown('an output', bytesOf(y!));
    }
    for (const output of outputs) {
      output.dispose();
      ledger.shrunk('an output');
    }
    return ledger.verdict();
  } finally {
    await program.dispose();
  }
}

/** The arrays that a caller hands over are the caller's: whoever changes them changes what results are judged by, too. */
async function hostArraysUnharmed(backend: Backend): Promise<Verdict> {
  const given = samples();
  for (const tensor of given.uploads) (await backend.upload(tensor)).dispose();
  const right = evaluateWithBounds(given.product, { x: given.x, w: given.w }, arithmeticOf(backend));
  const results: Verdict[] = [];
  const program = await backend.compile(given.product, { weights: { w: given.w } });
  try {
    for (let run = 1; run <= 2; run++) {
      const { y } = await program.run({ x: given.x });
      results.push(judge(await y!.read(), right.y!, `run ${run}`));
      y!.dispose();
    }
  } finally {
    await program.dispose();
  }
  const [actual, expected] = [given, samples()].map(({ uploads, x, w }) => [...uploads, x, w]);
  const verdicts = expected!.map((tensor, i) => judgeExactly(actual![i]!, tensor, 'host data'));
  return firstFailure([...results, ...verdicts]);
}
