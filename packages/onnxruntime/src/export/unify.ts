import { MosaError } from '@mosa-js/core';
import type { OnnxDType, OnnxGraph, OnnxInitialiser, OnnxNode, OnnxValue } from '../onnx/model';
import type { WrittenGraph } from '../write-model';
import { dynamicConstant, type Seen } from './dynamic-constant';
import { createFit, type FitSize } from './fit-size';
import { evaluate, type SizeExpression, type Sizes, textOf } from './size-expression';
import { createSizeNodes, type SizeSources } from './size-nodes';

/** A program as it was written at some sizes. */
export interface Sample extends WrittenGraph {
  readonly sizes: Sizes;
}

/**
 * One model for all sizes, from models at some of them, which must be the same but for numbers: shapes, counts, and constants for which a rule
 * is known. These are computed in the model from the axes of its inputs.
 * @param derived further numbers that follow from sizes
 * @throws MosaError `unsupported`, naming what is not the same at all sizes
 */
export function unify(samples: readonly Sample[], derived: readonly SizeExpression[]): OnnxGraph {
  const [first] = samples as [Sample, ...Sample[]];
  const fit = createFit(
    samples.map(({ sizes }) => sizes),
    derived,
  );
  const { inputs, sources } = inputsOf(samples, fit);
  const taken = new Set([...first.model.inputs, ...first.model.outputs].map(({ name }) => name));
  const take = ({ nodes, inputs: own }: OnnxGraph) => {
    for (const { name } of own) taken.add(name);
    for (const node of nodes) {
      for (const one of [...node.outputs, node.name]) taken.add(one);
      const body = bodyOf(node);
      if (body) take(body);
    }
  };
  take(first.model);
  for (const { name } of first.model.initialisers) taken.add(name);
  const fresh = (wanted: string) => {
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}.${i}`;
    taken.add(name);
    return name;
  };
  const sizeNodes = createSizeNodes(sources, fresh);
  const candidates = [...sources.keys(), ...derived].map((expression) => ({
    expression,
    values: samples.map(({ sizes }) => evaluate(expression, sizes)),
  }));
  const tools = { fit, nodes: sizeNodes, candidates };
  const stored = samples.map(({ model }) => new Map(model.initialisers.map((one) => [one.name, one])));
  const kept = new Map<string, OnnxInitialiser>();
  const replaced = new Map<string, string>();
  const problems = new Set<string>();

  const constantOf = (names: readonly string[], origin: string): string => {
    const key = names.join('\n');
    const known = replaced.get(key);
    if (known !== undefined) return known;
    const all = names.map((name, s) => stored[s]!.get(name)!);
    const name = all.every((one) => sameData(one, all[0]!)) ? keep(all[0]!) : dynamicConstant(seenOf(all), tools);
    if (name === undefined) {
      const shapes = all.slice(0, 3).map(({ type }) => `[${type.shape}]`);
      problems.add(`a constant ${all[0]!.type.dtype} ${shapes.join(', ')}, … of ${origin}`);
    }
    replaced.set(key, name ?? '');
    return name ?? '';
  };
  const keep = (one: OnnxInitialiser): string => {
    kept.set(one.name, one);
    return one.name;
  };

  /** A node that is written alike at all sizes, with operands that fit all of them. */
  const resolved = (all: readonly OnnxNode[], origin: string): OnnxNode => {
    const node = all[0]!;
    const inputs = node.inputs.map((name, k) => {
      const names = all.map((one) => one.inputs[k]!);
      return stored[0]!.has(name) ? constantOf(names, origin) : name;
    });
    const bodies = all.map(bodyOf);
    if (bodies[0] === undefined) return { ...node, inputs };
    const body = bodies[0].nodes.map((_, i) =>
      resolved(
        bodies.map((one) => one!.nodes[i]!),
        origin,
      ),
    );
    return { ...node, inputs, attributes: { ...node.attributes, body: { graph: { ...bodies[0], nodes: body } } } };
  };

  const nodes: OnnxNode[] = [];
  const places = samples.map(({ model }) => placesOf(model));
  const length = Math.max(...samples.map(({ model }) => model.nodes.length));
  for (let i = 0; i < length; i++) {
    const all = samples.map(({ model }) => model.nodes[i]);
    const origin = samples.map(({ origins }) => origins[i]).find((one) => one !== undefined) ?? 'the outputs';
    if (all.some((node, s) => node === undefined || !sameForm(node, all[0]!, places[s]!, places[0]!))) {
      problems.add(`what is written of ${origin}`);
      break; // all that comes after it differs, too
    }
    nodes.push(resolved(all as OnnxNode[], origin));
  }
  if (problems.size > 0) {
    const expected = `a program that is the same at all sizes (${Object.keys(first.sizes).join(', ')}) but for numbers that follow from them`;
    throw new MosaError('unsupported', 'exportOnnx', expected, [...problems].slice(0, 8).join('; '));
  }
  return {
    name: first.model.name,
    inputs,
    initialisers: [...kept.values(), ...sizeNodes.initialisers],
    nodes: [...sizeNodes.nodes, ...nodes],
    outputs: valuesOf(samples, 'outputs', fit),
  };
}

/** The inputs with names of the axes that a run decides, and which axes tell the sizes. */
function inputsOf(samples: readonly Sample[], fit: FitSize): { inputs: OnnxValue[]; sources: SizeSources } {
  const inputs = valuesOf(samples, 'inputs', fit);
  const sources = new Map<string, { input: string; axis: number }>();
  for (const { name, axes = [] } of inputs) {
    axes.forEach((axis, index) => {
      if (axis !== undefined && Object.hasOwn(samples[0]!.sizes, axis) && !sources.has(axis))
        sources.set(axis, { input: name, axis: index });
    });
  }
  const lost = Object.keys(samples[0]!.sizes).filter((size) => !sources.has(size));
  if (lost.length === 0) return { inputs, sources };
  const expected = `an input with an axis of each size (${Object.keys(samples[0]!.sizes).join(', ')})`;
  throw new MosaError('unsupported', 'exportOnnx', expected, `none of ${lost.join(', ')}`);
}

function valuesOf(samples: readonly Sample[], kind: 'inputs' | 'outputs', fit: FitSize): OnnxValue[] {
  return samples[0]!.model[kind].map((value, i) => {
    const axes = value.type.shape.map((_, axis) => {
      const size = fit(samples.map(({ model }) => model[kind][i]!.type.shape[axis]!));
      return typeof size === 'number' ? undefined : size === undefined ? `${value.name} ${axis}` : textOf(size);
    });
    return axes.some((axis) => axis !== undefined) ? { ...value, axes } : value;
  });
}

/** Where each value of a model comes from, which is the same in models that are written alike. */
function placesOf({ nodes, inputs }: OnnxGraph, within = ''): Map<string, string> {
  const places = new Map(inputs.map(({ name }, i) => [name, `${within}input ${i}`]));
  nodes.forEach((node, i) => {
    for (const [k, name] of node.outputs.entries()) places.set(name, `${within}${i} ${k}`);
    const body = bodyOf(node);
    if (body === undefined) return;
    for (const [name, place] of placesOf(body, `${within}${i} `)) places.set(name, place);
  });
  return places;
}

/** What a loop does. */
function bodyOf({ attributes: { body } }: OnnxNode): OnnxGraph | undefined {
  return body && 'graph' in body ? body.graph : undefined;
}

type Places = ReadonlyMap<string, string>;

function sameForm(a: OnnxNode, b: OnnxNode, placesA: Places, placesB: Places): boolean {
  const [bodyA, bodyB] = [bodyOf(a), bodyOf(b)];
  const sameBody =
    bodyA === undefined || bodyB === undefined
      ? bodyA === bodyB
      : bodyA.nodes.length === bodyB.nodes.length &&
        bodyA.nodes.every((node, i) => sameForm(node, bodyB.nodes[i]!, placesA, placesB));
  return (
    sameBody &&
    a.operator === b.operator &&
    a.inputs.length === b.inputs.length &&
    a.inputs.every((name, i) => placesA.get(name) === placesB.get(b.inputs[i]!)) &&
    sameAttributes(a.attributes, b.attributes)
  );
}

function sameAttributes(a: OnnxNode['attributes'], b: OnnxNode['attributes']): boolean {
  const text = (attributes: OnnxNode['attributes']) => JSON.stringify({ ...attributes, body: undefined });
  return text(a) === text(b);
}

function sameData(a: OnnxInitialiser, b: OnnxInitialiser): boolean {
  if (a.raw.length !== b.raw.length || a.type.shape.join() !== b.type.shape.join()) return false;
  if (a.raw.buffer === b.raw.buffer && a.raw.byteOffset === b.raw.byteOffset) return true;
  return a.raw.every((byte, i) => byte === b.raw[i]);
}

function seenOf(all: readonly OnnxInitialiser[]): Seen {
  return {
    dtype: all[0]!.type.dtype,
    shapes: all.map(({ type }) => type.shape),
    data: all.map(({ raw, type }) => elementsOf(raw, type.dtype)),
  };
}

/** The elements again, of little-endian bytes. */
function elementsOf(raw: Uint8Array, dtype: OnnxDType): ArrayLike<number> {
  if (dtype === 'bool') return raw;
  const { buffer } = raw.byteOffset % 8 === 0 ? raw : raw.slice();
  const offset = raw.byteOffset % 8 === 0 ? raw.byteOffset : 0;
  switch (dtype) {
    case 'int32':
      return new Int32Array(buffer, offset, raw.length / 4);
    case 'float32':
      return new Float32Array(buffer, offset, raw.length / 4);
    case 'float64':
      return new Float64Array(buffer, offset, raw.length / 8);
    case 'int64':
      return Float64Array.from(new BigInt64Array(buffer, offset, raw.length / 8), Number);
  }
}
