/** The rule, by sorting: value falling, −0 = 0, then −∞, NaN, not valid; ties to the lower position; k positions, rising. */
export function selectByRule(row, k, isValid = () => true) {
  const rank = (i) => (!isValid(i) ? 2 : Number.isNaN(row[i]) ? 1 : 0);
  const order = Array.from(row, (_, i) => i).sort((a, b) => {
    const classes = rank(a) - rank(b);
    if (classes !== 0 || rank(a) !== 0) return classes || a - b;
    return row[a] === row[b] ? a - b : row[a] > row[b] ? -1 : 1;
  });
  return order.slice(0, k).sort((a, b) => a - b);
}

/** Rows of a kind that is hard for a selection. */
export const rows = {
  spread: (next) => (next() - 0.5) * 10,
  equal: () => 1.5,
  'few values': (next) => Math.floor(next() * 4) - 2,
  'close values': (next) => 1 + Math.floor(next() * 8) * 2 ** -23,
  special: (next) =>
    [NaN, Infinity, -Infinity, 0, -0, 1, -1, 3.4028234663852886e38, -3.4028234663852886e38, 1e-40, -1e-40, 1e-45][
      Math.floor(next() * 12)
    ],
  'all NaN': () => NaN,
  'all −∞': () => -Infinity,
  zeros: (next) => (next() < 0.5 ? -0 : 0),
};
