import { type Puts, putting } from '../kernels/put-rows';
import type { Lowering, Recorded, Value } from './lowering';

/**
 * Lets dispatches that replace the same rows of several tensors, as a step of decoding does in its caches, run as one: the later in the
 * earlier one's place, or the other way round, where what runs in between has nothing to do with it.
 */
export function joinPuts(lowering: Lowering): void {
  const { dispatches, limits } = lowering;
  // Of each tensor there is a binding for the values and one for the result, beside that of the rows.
  const most = Math.floor((limits.maxStorageBuffersPerShaderStage - 1) / 2);
  const storagesOf = (values: readonly Value[]) => values.map((value) => lowering.locate(value).storage);
  const isSame = (a: Value, b: Value) => {
    const [first, second] = [lowering.locate(a), lowering.locate(b)];
    return first.storage === second.storage && first.start === second.start && a.size === b.size;
  };
  const touches = (writes: readonly Value[], { reads, writes: others }: Recorded) => {
    const all = new Set(storagesOf([...reads, ...others]));
    return storagesOf(writes).some((storage) => all.has(storage));
  };
  /** Whether it matters which of two runs first. A buffer is not read and written in one dispatch, so it matters within one, too. */
  const meet = (a: Recorded, b: Recorded) => touches(a.writes, b) || touches(b.writes, a);

  function placeOf(later: number, puts: Puts): { readonly with: number; readonly at: number } | undefined {
    const own = dispatches[later]!;
    for (let earlier = later - 1; earlier >= 0; earlier--) {
      const other = dispatches[earlier]!;
      if (!other.puts || !isSame(other.puts.rows, puts.rows) || meet(other, own)) continue;
      if (other.puts.each.length + puts.each.length > most) continue;
      const between = dispatches.slice(earlier + 1, later);
      if (!between.some((one) => meet(one, own))) return { with: earlier, at: earlier };
      if (!between.some((one) => meet(one, other))) return { with: earlier, at: later };
    }
    return undefined;
  }

  for (let later = 1; later < dispatches.length; later++) {
    const own = dispatches[later]!;
    const place = own.puts && placeOf(later, own.puts);
    if (!place) continue;
    const other = dispatches[place.with]!;
    const each = [...other.puts!.each, ...own.puts!.each];
    dispatches[place.at] = { ...other, ...putting(own.puts!.rows, each) };
    dispatches.splice(place.at === later ? place.with : later, 1);
    lowering.take('setRows: several tensors at once');
    later -= 1;
  }
}
