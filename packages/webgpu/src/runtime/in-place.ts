import { isReadByElement } from '../kernels/elementwise/operands.wgsl';
import type { Dispatch } from './dispatch';
import { joinPuts } from './join-puts';
import type { LoweredGraph } from './lower-graph';
import type { Lowering, Recorded, Value } from './lowering';
import { resultName } from './wgsl';

/**
 * Lets what is carried on be written to the memory of what it replaces, where nothing reads that afterwards.
 * @param carry names of outputs by names of the inputs that they become in the next run
 * @returns the inputs that are overwritten
 */
export function overwriteCarried(
  { lowering, inputs, outputs }: Pick<LoweredGraph, 'lowering' | 'inputs' | 'outputs'>,
  carry: Readonly<Record<string, string>>,
): string[] {
  const results = new Set(outputs.values());
  const overwritten = Object.keys(carry).filter((name) => {
    const input = inputs.get(name)!;
    // An input that is an output as well would change under the hands of who holds it.
    return !results.has(input) && overwrite(lowering, input, outputs.get(carry[name]!)!);
  });
  joinPuts(lowering);
  return overwritten;
}

/** @returns whether one storage can lie where another does */
function overwrite(lowering: Lowering, input: number, output: number): boolean {
  const { dispatches } = lowering;
  // What comes in or is constant stays, and what replaces two inputs needs memory of its own.
  if (!lowering.isComputed(output) || lowering.places.has(output)) return false;
  const numbersOf = (values: readonly Value[], storage: number) =>
    values.flatMap((value, i) => (lowering.locate(value).storage === storage ? [i] : []));
  const written: Value[] = [];
  const changed = new Map<number, Recorded>();
  for (const [number, recorded] of dispatches.entries()) {
    const [operands, results] = [numbersOf(recorded.reads, input), numbersOf(recorded.writes, output)];
    const writes = results.map((result) => recorded.writes[result]!);
    if (operands.length > 0 && (writes.length > 0 || written.length > 0)) {
      if (writes.length !== 1 || operands.length !== 1) return false;
      const [read, write] = [recorded.reads[operands[0]!]!, writes[0]!];
      if (!isSamePart(lowering, read, write)) return false;
      if (written.some((other) => overlaps(lowering, other, write))) return false;
      const instead = inPlaceOf(recorded, operands[0]!, results[0]!);
      if (!instead) return false;
      changed.set(number, { ...recorded, ...instead });
    }
    written.push(...writes);
  }
  for (const [number, instead] of changed) dispatches[number] = instead;
  lowering.places.set(output, { storage: input, start: 0 });
  lowering.take(`carried in place: ${changed.size > 0 ? 'by who reads it last' : 'after its last reader'}`);
  return true;
}

function overlaps(lowering: Lowering, a: Value, b: Value): boolean {
  const [first, second] = [lowering.locate(a).start, lowering.locate(b).start];
  return first < second + b.size && second < first + a.size;
}

/** Whether an operand lies in its storage where a result will lie in the same. */
function isSamePart(lowering: Lowering, read: Value, write: Value): boolean {
  return lowering.locate(read).start === lowering.locate(write).start && read.size === write.size;
}

/** What does the same as a dispatch where one of its results lies where an operand lies. */
function inPlaceOf({ dispatch, reads, writes, inPlace }: Recorded, operand: number, result: number) {
  if (inPlace !== 'elements') return inPlace?.(operand);
  const name = dispatch.inputs[operand]!;
  if (!isReadByElement(name) || reads[operand]!.dtype !== writes[result]!.dtype) return undefined;
  const without = <T>(list: readonly T[]) => list.filter((_, i) => i !== operand);
  const renamed = (text: string) => text.replaceAll(`${name}[`, `${resultName(result)}[`);
  const { key, code, inputs, components } = dispatch;
  const instead: Dispatch = {
    ...dispatch,
    inputs: without(inputs),
    components: without(components!),
    key: renamed(key),
    code: typeof code === 'string' ? renamed(code) : () => renamed(code()),
  };
  return { dispatch: instead, reads: without(reads) };
}
