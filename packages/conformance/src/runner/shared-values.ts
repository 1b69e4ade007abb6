import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { sizeOf } from '@mosa-js/core';
import type { Arithmetic } from '../bounds/bounded';
import type { Evaluated, Keeper } from '../bounds/evaluate';

/** Elements of all tensors of a graph, below which evaluating takes less than looking it up. */
const worthKeeping = 20_000;

/**
 * Every backend's process needs the same expected values: the first one leaves them in a folder for the others.
 * A folder that cannot be read or written costs time only.
 */
export function sharedValues(folder: string): Keeper {
  return (graph, inputs, arithmetic, evaluate) => {
    if (graph.nodes.reduce((sum, { type }) => sum + sizeOf(type.shape), 0) < worthKeeping) return evaluate();
    const path = join(folder, nameOf(graph, inputs, arithmetic));
    return read(path) ?? written(path, evaluate());
  };
}

function nameOf(graph: Parameters<Keeper>[0], inputs: Parameters<Keeper>[1], arithmetic: Arithmetic): string {
  const hash = createHash('sha1');
  hash.update(serialize([graph, arithmetic]));
  for (const name of Object.keys(inputs).sort()) {
    const { shape, dtype, data } = inputs[name]!;
    hash.update(serialize([name, shape, dtype, data.constructor.name]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

function read(path: string): Evaluated | undefined {
  try {
    return deserialize(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** Under another name until it is whole, since others may be reading. */
function written(path: string, values: Evaluated): Evaluated {
  try {
    const part = `${path}.${process.pid}`;
    writeFileSync(part, serialize(values));
    renameSync(part, path);
  } catch {
    // Then every process evaluates for itself.
  }
  return values;
}
