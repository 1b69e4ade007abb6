/**
 * Finds runs of a list that come again right after themselves, so that repeated layers are told once. The run that spares the
 * most is taken first come.
 * @param keys texts that are equal where items are alike
 * @returns [{ start, length, times }], which together are the list
 */
export function fold(keys) {
  const runs = [];
  for (let start = 0; start < keys.length; ) {
    let best = { start, length: 1, times: 1 };
    for (let length = 1; start + 2 * length <= keys.length; length++) {
      const times = timesOf(keys, start, length);
      if (length * (times - 1) > best.length * (best.times - 1)) best = { start, length, times };
    }
    runs.push(best);
    start += best.length * best.times;
  }
  return runs;
}

function timesOf(keys, start, length) {
  let same = 0;
  while (start + length + same < keys.length && keys[start + same] === keys[start + length + same]) same++;
  return 1 + Math.floor(same / length);
}
