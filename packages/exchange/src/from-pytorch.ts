import { type HostTensor, MosaError, type Shape } from '@mosa-js/core';
import { checkFields, sameShape, show } from '@mosa-js/core/adapter';
import { type ByName, hostTensors, SafetensorsError, type Tensor } from '@mosa-js/safetensors';
import { checkNumbers } from './check-numbers';
import { checkLayout, isDerived, type Layout, namesIn } from './layouts';
import { type Exchanged, ownShapes, partsOf } from './model-parts';
import { nearest } from './nearest';

export interface FromPyTorchOptions {
  /** The heads of a layer, or the parts of a model (`modelParts` of `@mosa-js/lm`). */
  readonly config: Exchanged;
  /** How the tensors are named. Default 'authors'. */
  readonly layout?: Layout;
  /** What they were read from, for messages. Default 'fromPyTorch'. */
  readonly where?: string;
}

/** What wrappers of PyTorch put before every name. */
const wrappers = ['module.', '_orig_mod.', '_fsdp_wrapped_module.'];

/** Problems that a message lists. */
const mostListed = 12;

/**
 * Weights as layers and models take them, from tensors as PyTorch names them: F32, F64 (which keep their bits), F16 and BF16, whose numbers float32 holds
 * exactly. What `DistributedDataParallel` and `torch.compile` put before names is left out.
 * @throws MosaError `weight` where tensors are missing, unknown or of another shape, naming each with the nearest name; `data` for
 *   dtypes that are no floats, and NaN; `config` for heads that the layout does not have
 */
export function fromPyTorch(given: ByName<Tensor>, options: FromPyTorchOptions): Record<string, HostTensor> {
  checkFields(options, ['config', 'layout', 'where'], 'fromPyTorch options');
  const { layout = 'authors', where = 'fromPyTorch' } = options;
  checkLayout(layout, where);
  const parts = partsOf(options.config, where);
  const tensors = withoutWrapper(given instanceof Map ? given : new Map(Object.entries(given)));
  const shapes = ownShapes(parts);
  const theirs = new Map<string, string>(Object.keys(parts.others).map((name) => [name, name]));
  for (const [path, config] of Object.entries(parts.attention)) {
    const has = (prefix: string) => [...tensors.keys()].some((name) => name.startsWith(`${path}${prefix}`));
    for (const [own, name] of Object.entries(namesIn(layout, config, `${where} ${path}`.trim(), has)))
      theirs.set(`${path}${own}`, `${path}${name}`);
  }
  checkTied(tensors, parts.tied ?? {}, where);
  checkAll(tensors, theirs, shapes, parts.tied ?? {}, layout, where);
  return Object.fromEntries(
    Object.keys(shapes).map((own) => {
      const name = theirs.get(own)!;
      const tensor = floats(tensors.get(name)!, name, where);
      checkNumbers(tensor.data, `${where} ${name}`, own.endsWith('threshold'));
      return [own, tensor];
    }),
  );
}

/** Without what every name begins with, where a wrapper put it there. */
function withoutWrapper(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const names = [...tensors.keys()];
  const wrapper = wrappers.find((prefix) => names.length > 0 && names.every((name) => name.startsWith(prefix)));
  if (wrapper === undefined) return tensors;
  return withoutWrapper(new Map([...tensors].map(([name, tensor]) => [name.slice(wrapper.length), tensor])));
}

function checkAll(
  tensors: ReadonlyMap<string, Tensor>,
  theirs: ReadonlyMap<string, string>,
  shapes: Readonly<Record<string, Shape>>,
  tied: Readonly<Record<string, string>>,
  layout: Layout,
  where: string,
): void {
  const wanted = new Map([...theirs].map(([own, name]) => [name, shapes[own]!]));
  const isKnown = (name: string) => wanted.has(name) || Object.hasOwn(tied, name) || isDerived(name);
  const unknown = [...tensors.keys()].filter((name) => !isKnown(name));
  const missing = [...wanted.keys()].filter((name) => !tensors.has(name));
  const like = (name: string, among: readonly string[]) => {
    const found = nearest(name, among);
    return found === undefined ? '' : ` (nearest: ${show(found)})`;
  };
  const problems = [
    ...missing.map((name) => `no ${show(name)}${like(name, unknown)}`),
    ...unknown.map((name) => `${show(name)}, which is none of them${like(name, [...wanted.keys()])}`),
    ...[...wanted].flatMap(([name, shape]) => {
      const tensor = tensors.get(name);
      if (tensor === undefined || sameShape(tensor.shape, shape)) return [];
      return [`${show(name)} of ${show(tensor.shape)} instead of ${show(shape)}`];
    }),
  ];
  if (problems.length === 0) return;
  const rest = problems.length > mostListed ? `; and ${problems.length - mostListed} more` : '';
  const expected = `the ${wanted.size} tensors of this configuration, named as in the layout ${show(layout)}`;
  throw new MosaError('weight', where, expected, `${problems.slice(0, mostListed).join('; ')}${rest}`);
}

/** A tensor that is another one must have its numbers. */
function checkTied(tensors: ReadonlyMap<string, Tensor>, tied: Readonly<Record<string, string>>, where: string): void {
  for (const [name, origin] of Object.entries(tied)) {
    const [tensor, other] = [tensors.get(name), tensors.get(origin)];
    if (tensor === undefined || other === undefined) continue;
    const equal = tensor.data.length === other.data.length && tensor.data.every((x, i) => Object.is(x, other.data[i]));
    if (!equal)
      throw new MosaError(
        'weight',
        where,
        `${show(name)} equal to ${show(origin)}, to which it is tied`,
        'other numbers',
      );
  }
}

function floats(tensor: Tensor, name: string, where: string): HostTensor {
  try {
    const made = hostTensors({ [name]: tensor }, { where })[name]!;
    if (made.dtype === 'float32') return made;
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
  }
  throw new MosaError('data', where, `tensor ${show(name)} of F32, F64, F16 or BF16`, tensor.dtype);
}
