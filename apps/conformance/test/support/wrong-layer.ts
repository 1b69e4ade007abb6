import { oddKeys } from '../../../../fuzz/odd-json';
import { oddValue } from '../../../../fuzz/odd-values';
import type { Random } from '../../../../fuzz/random';

type Fields = Record<PropertyKey, unknown>;

const fieldNames = [
  ...['kind', 'dModel', 'dHead', 'heads', 'rotaryBase', 'rotaryFraction', 'rotaryWidth'],
  ...['sparsity', 'k', 'includeFirst', 'window', 'parts'],
];

/** A configuration with one or two fields of any value, missing or too many: most are wrong, some are not. */
export function wrongConfig(random: Random, good: object): unknown {
  if (random.chance(0.04)) return oddValue(random);
  const config = ownFields(good);
  if (config.kind === 'sum' && random.chance(0.8)) {
    const parts = (Array.isArray(config.parts) ? [...config.parts] : { ...(config.parts as object) }) as Fields;
    const names = Object.keys(parts);
    const name = random.chance(0.1) ? random.pick(['1', 'a.b', '', 'b', ...oddKeys]) : random.pick(names);
    const part = random.chance(0.05) ? config : wrongConfig(random, parts[random.pick(names)] as object);
    define(parts, name, part);
    config.parts = parts;
    return config;
  }
  for (let i = random.pick([1, 1, 2]); i > 0; i--) damage(random, config);
  return config;
}

function damage(random: Random, config: Fields): void {
  const own = random.pick(Object.keys(config).length > 0 ? Object.keys(config) : fieldNames);
  const way = random.below(10);
  if (way < 5) config[own] = oddValue(random);
  else if (way < 6) delete config[own];
  else if (way < 8) config[random.pick(fieldNames)] = oddValue(random);
  else if (way < 9) define(config, random.pick(['sparsty', 'dmodel', ...oddKeys]), oddValue(random));
  else
    config.kind = random.pick(['mosa', 'dense', 'local', 'fixed', 'routing', 'hybrid', 'sum', 'MOSA', 'constructor']);
}

/** Tensors by name, one of which is missing, too many, or of another shape, dtype or class. */
export function wrongTensors(random: Random, good: Readonly<Record<string, object>>): unknown {
  if (random.chance(0.04)) return oddValue(random);
  const tensors: Fields = { ...good };
  const name = random.pick(Object.keys(good));
  const tensor = ownFields(good[name]!);
  const shape = tensor.shape as number[];
  const length = shape.reduce((a, b) => a * b, 1);
  const { data } = tensor;
  const ways: readonly (() => unknown)[] = [
    () => delete tensors[name],
    () => define(tensors, random.pick(['bias', 'router.bias', ...oddKeys]), good[name]),
    () => define(tensors, random.pick(['mask', 'x', 'indices', 'mosa.router.weight']), oddValue(random)),
    () => (tensors[name] = oddValue(random)),
    () => (tensor.shape = random.pick([[...shape, 1], [1, ...shape], shape.slice(1), [length], [...shape].reverse()])),
    () => (tensor.shape = shape.map((size) => (random.chance(0.5) ? oddValue(random) : size))),
    () => (tensor.shape = oddValue(random)),
    () => (tensor.dtype = random.pick(['int32', 'bool', 'float32', 'float64', 'float16', oddValue(random)])),
    () => (tensor.data = oddValue(random)),
    () => (tensor.data = new Float32Array(Math.max(0, length + random.pick([-1, 1])))),
    () => (tensor.data = random.pick([new Int32Array(length), new Uint8Array(length), new Float64Array(length)])),
    () => Object.assign(tensor, { dtype: 'int32', data: new Int32Array(length) }),
    () => Object.assign(tensor, { dtype: 'bool', data: new Uint8Array(length) }),
    () => (tensor.data = Array.from(data as Float32Array)),
    () => delete tensor[random.pick(['shape', 'dtype', 'data'])],
  ];
  const way = random.below(ways.length);
  if (way >= 4) tensors[name] = tensor;
  ways[way]!();
  return tensors;
}

function ownFields(good: object): Fields {
  return { ...good };
}

/** Also `__proto__` as a field of its own, as JSON makes it. */
function define(into: Fields, key: string, value: unknown): void {
  Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}
