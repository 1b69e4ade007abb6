import { MosaError } from '@mosa-js/core';
import { findTraining } from './find-training';
import { type GoldenCase, readLayers } from './layers';
import { type GoldenSource, readGoldenFile, readOptional } from './source';
import { type GoldenTraining, readTraining } from './training';

/** All that golden files hold. */
export interface Golden {
  readonly layers: readonly GoldenCase[];
  readonly training: readonly GoldenTraining[];
}

/**
 * Reads golden layers (cases.json) and training runs (training/cases.json or, where folders can be listed, folders with a
 * case.json in `training` or here); one of the two may be missing.
 * @throws MosaError `golden`, naming the file that is missing or corrupt
 */
export async function readGolden(source: GoldenSource): Promise<Golden> {
  const [index, folders] = await Promise.all([readOptional(source, 'cases.json'), findTraining(source)]);
  if (index === undefined && folders.length === 0) await readGoldenFile(source, 'cases.json'); // says what is missing
  const [layers, training] = await Promise.all([
    index === undefined ? [] : readLayers(source, index),
    Promise.all(folders.map((folder) => readTraining(source, folder))),
  ]);
  const names = training.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new MosaError('golden', source.locate('training'), 'runs of different names', twice);
  return { layers, training };
}
