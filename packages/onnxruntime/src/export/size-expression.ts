/**
 * A number that follows from the sizes that a run decides: itself, a size by its name, or what is computed of others. `floor` and
 * `ceil` divide by a number first, which need not be whole.
 */
export type SizeExpression =
  | number
  | string
  | readonly ['+' | '-' | '*' | 'min' | 'max', SizeExpression, SizeExpression]
  | readonly ['floor' | 'ceil', SizeExpression, number];

/** Sizes by name. */
export type Sizes = Readonly<Record<string, number>>;

export function evaluate(expression: SizeExpression, sizes: Sizes): number {
  if (typeof expression === 'number') return expression;
  if (typeof expression === 'string') return sizes[expression]!;
  const [operator, a, b] = expression;
  const x = evaluate(a, sizes);
  if (operator === 'floor') return Math.floor(x / b);
  if (operator === 'ceil') return Math.ceil(x / b);
  const y = evaluate(b, sizes);
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case 'min':
      return Math.min(x, y);
    case 'max':
      return Math.max(x, y);
  }
}

/** The expression as people write it, and as an axis of a model is named. */
export function textOf(expression: SizeExpression): string {
  if (typeof expression !== 'object') return String(expression);
  const [operator, a, b] = expression;
  if (operator === 'floor' || operator === 'ceil') return `${operator}(${textOf(a)} / ${b})`;
  if (operator === 'min' || operator === 'max') return `${operator}(${textOf(a)}, ${textOf(b)})`;
  const [left, right] = [a, b].map((part) => {
    const isSum = typeof part === 'object' && (part[0] === '+' || part[0] === '-');
    return isSum && operator !== '+' ? `(${textOf(part)})` : textOf(part);
  });
  return `${left} ${operator} ${right}`;
}
