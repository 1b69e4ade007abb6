import { damageBytes } from './damage-bytes';
import { damageJson } from './damage-json';
import { oddJson } from './odd-json';
import type { Random } from './random';

interface Entry {
  dtype: unknown;
  shape: unknown[];
  data_offsets: unknown[];
}

type Fields = Record<string, unknown>;

/** A safetensors file with damage anywhere, or with a header that is well-formed and lies. */
export function damageSafetensors(random: Random, file: Uint8Array, other: Uint8Array = file): Uint8Array {
  if (random.chance(0.3)) return damageBytes(random, file, other);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Fields;
  const data = file.subarray(8 + length);
  const way = random.below(10);
  if (way === 0) return withLength(random, file, length);
  if (way <= 2) return fileOf(damageJson(random, header), data);
  if (way <= 4 && header.__metadata__) return fileOf(JSON.stringify(withMetadata(random, header)), data);
  return fileOf(withEntry(random, header), random.chance(0.8) ? data : damageBytes(random, data));
}

/** The length field alone. */
function withLength(random: Random, file: Uint8Array, length: number): Uint8Array {
  const copy = file.slice();
  const now = BigInt(length);
  const lengths = [
    0n,
    1n,
    now - 1n,
    now + 1n,
    now + 8n,
    now * 2n,
    100_000_001n,
    2n ** 31n,
    2n ** 53n,
    2n ** 63n,
    2n ** 64n - 1n,
  ];
  new DataView(copy.buffer).setBigUint64(0, BigInt.asUintN(64, random.pick(lengths)), true);
  return copy;
}

/** Metadata are strings; those that hold JSON are damaged as JSON. */
function withMetadata(random: Random, header: Fields): Fields {
  const metadata = { ...(header.__metadata__ as Fields) };
  const name = random.pick(Object.keys(metadata));
  const given = String(metadata[name]);
  let value: unknown = given;
  try {
    value = JSON.parse(given);
  } catch {
    // A plain text.
  }
  if (random.chance(0.1)) delete metadata[name];
  else metadata[name] = damageJson(random, value);
  return { ...header, __metadata__: metadata };
}

const dtypes = ['BOOL', 'U8', 'I8', 'F16', 'BF16', 'I32', 'F32', 'F64', 'I64', 'F8_E4M3', 'f32', '', 'constructor'];

/** One tensor's dtype, shape, offsets or name, as JSON. */
function withEntry(random: Random, header: Fields): string {
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  if (names.length === 0) return damageJson(random, header);
  const name = random.pick(names);
  const { dtype, shape, data_offsets } = structuredClone(header[name]) as Entry;
  const [begin, end] = data_offsets as [number, number];
  const another = header[random.pick(names)] as Entry;
  const sizes = [
    [],
    [0],
    [1],
    [...shape, 1],
    [1, ...shape],
    shape.slice(1),
    [...shape].reverse(),
    [2 ** 32, 2 ** 32],
    [2 ** 53],
    [-1],
  ];
  const offsets = [
    ...[
      [begin + 1, end + 1],
      [begin - 1, end - 1],
      [0, end - begin],
      [end, begin],
      [begin, end + 1],
      [begin, 2 ** 53],
    ],
    ...[[-8, -8 + end - begin], [begin], [begin, end, end], [2 ** 53, 2 ** 53 + end - begin], another.data_offsets],
  ];
  const way = random.below(8);
  const changed: readonly (() => Fields)[] = [
    () => ({ ...header, [name]: { dtype: random.pick(dtypes), shape, data_offsets } }),
    () => ({ ...header, [name]: { dtype, shape: random.pick(sizes), data_offsets } }),
    () => ({ ...header, [name]: { dtype, shape, data_offsets: random.pick(offsets) } }),
    () => ({ ...header, [name]: another }),
    () => ({ ...header, [random.pick(['more', '', '\ud800', `${name} `])]: { dtype, shape, data_offsets } }),
    () => ({ ...header, more: { dtype, shape: [0], data_offsets: [end, end] } }),
    () => Object.fromEntries(Object.entries(header).filter(([key]) => key !== name)),
  ];
  if (way < 7) return JSON.stringify(changed[way]!());
  // As text: fields that are there twice, and what no value could hold.
  return `{${JSON.stringify(name)}:{"dtype":"F32","shape":[${oddJson(random)}],"data_offsets":[${begin},${end}]}}`;
}

/** A file of this header, its length field right. */
function fileOf(header: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}
