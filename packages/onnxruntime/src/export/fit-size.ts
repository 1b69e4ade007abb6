import { evaluate, type SizeExpression, type Sizes } from './size-expression';

/** An expression with its values at the sizes that were traced. */
export interface Fitted {
  readonly expression: SizeExpression;
  readonly values: readonly number[];
}

/** Finds the expression of a number that was seen at each of some sizes. */
export type FitSize = (values: readonly number[]) => SizeExpression | undefined;

/**
 * Looks among products of up to three sizes, and sums of two of them: a · X, a · X + b, a · X + b · Y. What fits all sizes that were traced is
 * taken for the rule, so these have to be many enough, and of no pattern.
 * @param derived further numbers that follow from sizes, such as the tokens that a head selects
 */
export function createFit(samples: readonly Sizes[], derived: readonly SizeExpression[]): FitSize {
  const atoms = atomsOf(samples, derived);
  const products = productsOf(atoms);
  const one: Fitted = { expression: 1, values: samples.map(() => 1) };
  const known = new Map<string, SizeExpression | undefined>();

  const search = (values: readonly number[]): SizeExpression | undefined => {
    if (values.every((value) => value === values[0])) return values[0]!;
    for (const product of products) {
      const factor = values[0]! / product.values[0]!;
      if (Number.isInteger(factor) && product.values.every((value, i) => value * factor === values[i]))
        return times(factor, product.expression);
    }
    for (const [i, first] of products.entries()) {
      for (const second of [one, ...products.slice(i + 1)]) {
        const found = combine(first, second, values);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };
  return (values) => {
    const key = values.join();
    if (!known.has(key)) known.set(key, search(values));
    return known.get(key);
  };
}

/** Sizes themselves first; what is always equal to another, or always the same, is left out. */
function atomsOf(samples: readonly Sizes[], derived: readonly SizeExpression[]): Fitted[] {
  const atoms: Fitted[] = [];
  for (const expression of [...Object.keys(samples[0] ?? {}), ...derived]) {
    const values = samples.map((sizes) => evaluate(expression, sizes));
    const isNew = atoms.every((atom) => atom.values.some((value, i) => value !== values[i]));
    if (isNew && values.some((value) => value !== values[0])) atoms.push({ expression, values });
  }
  return atoms;
}

function productsOf(atoms: readonly Fitted[]): Fitted[] {
  let last: Fitted[] = [...atoms];
  const all = [...last];
  for (let degree = 2; degree <= 3; degree++) {
    last = last.flatMap((product) =>
      atoms.map(({ expression, values }) => ({
        expression: ['*', product.expression, expression] as const,
        values: values.map((value, i) => value * product.values[i]!),
      })),
    );
    for (const product of last) {
      if (all.every((other) => other.values.some((value, i) => value !== product.values[i]))) all.push(product);
    }
  }
  return all;
}

/** a · first + b · second, whole numbers. */
function combine(first: Fitted, second: Fitted, values: readonly number[]): SizeExpression | undefined {
  const other = values.findIndex(
    (_, i) => first.values[0]! * second.values[i]! !== first.values[i]! * second.values[0]!,
  );
  if (other < 0) return undefined;
  const [x, y, v] = [first.values, second.values, values];
  const determinant = x[0]! * y[other]! - x[other]! * y[0]!;
  const a = (v[0]! * y[other]! - v[other]! * y[0]!) / determinant;
  const b = (x[0]! * v[other]! - x[other]! * v[0]!) / determinant;
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b) || a === 0 || b === 0) return undefined;
  if (values.some((value, i) => a * x[i]! + b * y[i]! !== value)) return undefined;
  if (a < 0) return ['-', times(b, second.expression), times(-a, first.expression)];
  if (b < 0) return ['-', times(a, first.expression), times(-b, second.expression)];
  return ['+', times(a, first.expression), times(b, second.expression)];
}

function times(factor: number, expression: SizeExpression): SizeExpression {
  if (factor === 1) return expression;
  return expression === 1 ? factor : ['*', factor, expression];
}
