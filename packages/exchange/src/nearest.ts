/** How many letters must be changed, left out or put in to make one name of the other. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + change));
    }
    row = next;
  }
  return row[b.length]!;
}

/** Names of more letters are compared by these alone, and of more names the first: files may hold anything. */
const [mostLetters, mostNames] = [200, 2000];

/** The name that is most like it, unless more than half of it differs. */
export function nearest(name: string, among: Iterable<string>): string | undefined {
  const cut = (text: string) => text.slice(0, mostLetters);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  let seen = 0;
  for (const other of among) {
    if (++seen > mostNames) break;
    const most = Math.min(least, Math.max(name.length, other.length) / 2);
    if (Math.abs(other.length - name.length) >= most) continue;
    const found = distance(cut(name), cut(other));
    if (found < most) [best, least] = [other, found];
  }
  return best;
}
