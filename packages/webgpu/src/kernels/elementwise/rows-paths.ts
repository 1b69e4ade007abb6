/** Who goes through a row. */
export const whos = ['a part of 64 lanes', '64 lanes', '256 lanes'] as const;

export const rowsPaths = [
  ...(['one by one', 'in vectors'] as const).flatMap((how) =>
    whos.map((who) => `rows: ${who} for each row, ${how}` as const),
  ),
  'rows: in parts, one by one',
  'rows: in parts, in vectors',
  'rows: an operand of one element a row',
] as const;
