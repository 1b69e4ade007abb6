import { type Shape, sizeOf, type TensorType } from '@mosa-js/core';
import { sameShape } from '@mosa-js/core/adapter';
import type { Plan, Value } from './plan';

/** Ways in which these take less calls. */
export const shortCutPaths = [
  'broadcast: left to the op that reads it',
  'add: of a negative, by Sub',
  'add: of zeros, none needed',
  'mul: of a sum, by Mean',
  'and: of two limits, by IsFinite',
] as const;
export type ShortCutPath = (typeof shortCutPaths)[number];

/** The largest float32. */
export const largest = (2 - 2 ** -23) * 2 ** 127;

/** What comes out in fewer calls of TensorFlow than its ops are, or undefined. */
export function shortCuts(plan: Plan, take: (path: ShortCutPath) => void) {
  const numberOf = (x: Value) => (sizeOf(x.type.shape) === 1 ? plan.constants.get(x)?.[0] : undefined);
  const taken = (path: ShortCutPath, value: Value): Value => {
    take(path);
    return value;
  };

  /** What a sum along axes is a mean of, times a number. */
  const meanOf = (sum: Value, factor: Value, output: TensorType): Value | undefined => {
    const call = plan.madeBy(sum, 'Sum');
    if (!call || !sameShape(sum.type.shape, output.shape) || sum.type.dtype !== 'float32') return undefined;
    const count = sizeOf(call.inputs[0]!.type.shape) / sizeOf(sum.type.shape);
    // 1 ÷ n is a power of two, so that dividing by n rounds as this product does.
    if (numberOf(factor) !== 1 / count || !Number.isInteger(Math.log2(count))) return undefined;
    return taken('mul: of a sum, by Mean', plan.repeat(call, 'Mean', output));
  };

  return {
    /** Operands as they were before they were repeated, where together they still have the result's shape. */
    unrepeated(operands: readonly Value[], output: Shape): readonly Value[] {
      const found = [...operands];
      for (const [i, x] of operands.entries()) {
        const source = plan.madeBy(x, 'BroadcastTo')?.inputs[0];
        if (source && covers([...found.slice(0, i), source, ...found.slice(i + 1)], output))
          found[i] = taken('broadcast: left to the op that reads it', source);
      }
      return found;
    },
    /** The other operand where one is zeros. Of float32 it is not the same: −0 + 0 is 0. */
    addOfZeros(a: Value, b: Value, output: TensorType): Value | undefined {
      const isZeros = (x: Value) => plan.constants.get(x)?.every((value: number) => value === 0) ?? false;
      const other = output.dtype !== 'int32' ? undefined : isZeros(a) ? b : isZeros(b) ? a : undefined;
      if (!other || !sameShape(other.type.shape, output.shape)) return undefined;
      return taken('add: of zeros, none needed', other);
    },
    /** What a sum is the difference of, where an operand is a negative. */
    differenceOf(a: Value, b: Value): readonly [Value, Value] | undefined {
      const [minusA, minusB] = [a, b].map((x) => plan.madeBy(x, 'Neg')?.inputs[0]);
      if (!minusA && !minusB) return undefined;
      take('add: of a negative, by Sub');
      return minusB ? [a, minusB] : [b, minusA!];
    },
    mul: (a: Value, b: Value, output: TensorType): Value | undefined => meanOf(a, b, output) ?? meanOf(b, a, output),
    and(a: Value, b: Value, output: TensorType): Value | undefined {
      const [most, x] = plan.madeBy(a, 'GreaterEqual')?.inputs ?? [];
      const [y, least] = plan.madeBy(b, 'GreaterEqual')?.inputs ?? [];
      if (!x || x !== y || numberOf(most!) !== largest || numberOf(least!) !== -largest) return undefined;
      if (!sameShape(x.type.shape, output.shape)) return undefined;
      return taken('and: of two limits, by IsFinite', plan.run('IsFinite', [x], output));
    },
  };
}

/** Whether these make the shape together, by repeating. */
function covers(values: readonly Value[], shape: Shape): boolean {
  return shape.every(
    (size, i) =>
      size === 1 ||
      values.some(({ type }) => type.shape.at(i - shape.length) === size && type.shape.length >= shape.length - i),
  );
}
