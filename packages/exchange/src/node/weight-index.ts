import { readFileSync } from 'node:fs';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/**
 * Which file holds each tensor, as `model.safetensors.index.json` says.
 * @throws MosaError `data` unless it is such an index, of files in its own folder
 */
export function readIndex(file: string): ReadonlyMap<string, string> {
  const bad = (actual: string) =>
    new MosaError(
      'data',
      file,
      'an index of safetensors files: {"weight_map": {NAME: FILE}}, files of its own folder',
      actual,
    );
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw bad((error as Error).message);
  }
  const map = (parsed as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw bad(`weight_map ${show(map)}`);
  const entries = Object.entries(map as Record<string, unknown>);
  if (entries.length === 0) throw bad('one without tensors');
  for (const [name, shard] of entries) {
    if (typeof shard === 'string' && /^[^/\\]+\.safetensors$/.test(shard)) continue;
    throw bad(`${show(name)} in ${show(shard)}`);
  }
  return new Map(entries as [string, string][]);
}

/**
 * Throws unless a file holds exactly the tensors that the index says.
 * @param names of the tensors that it holds
 * @throws MosaError `data`
 */
export function checkShard(
  index: ReadonlyMap<string, string>,
  file: string,
  shard: string,
  names: readonly string[],
): void {
  const there = new Set(names);
  const lacks = [...index].filter(([name, where]) => where === shard && !there.has(name)).map(([name]) => name);
  const more = names.filter((name) => index.get(name) !== shard);
  if (lacks.length === 0 && more.length === 0) return;
  const told = (list: readonly string[]) => `${list.slice(0, 5).map(show).join(', ')}${list.length > 5 ? ', …' : ''}`;
  const problems = [
    ...(lacks.length > 0 ? [`it lacks ${told(lacks)}`] : []),
    ...(more.length > 0 ? [`it has ${told(more)}, which the index has elsewhere or nowhere`] : []),
  ];
  throw new MosaError('data', file, `${shard} with the tensors that the index says`, problems.join('; '));
}
