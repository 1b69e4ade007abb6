import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { messageOf } from '../errors';
import { type GoldenSource, isFileName, parseJson, readOptional } from './source';

/** Folders of training runs. @throws MosaError `golden` */
export async function findTraining(source: GoldenSource): Promise<string[]> {
  const file = source.locate('training/cases.json');
  const index = await readOptional(source, 'training/cases.json');
  const listed: unknown = index === undefined ? [] : parseJson(index, file);
  const isName = (name: unknown) => isFileName(name) && /\w/.test(name);
  if (!Array.isArray(listed) || !listed.every(isName)) {
    throw new MosaError('golden', file, 'a list of names of folders', show(listed));
  }
  const found = index === undefined ? await foldersWithCase(source, 'training') : [];
  const here = await foldersWithCase(source, '');
  return [...listed.map((name) => `training/${name}`), ...found, ...here];
}

async function foldersWithCase(source: GoldenSource, folder: string): Promise<string[]> {
  const names = await source.list?.(folder).catch((error: unknown) => {
    throw new MosaError('golden', source.locate(folder), 'a folder that can be listed', messageOf(error), { cause: error });
  });
  if (names === undefined) return [];
  const paths = names.map((name) => (folder === '' ? name : `${folder}/${name}`));
  const cases = await Promise.all(paths.map((path) => readOptional(source, `${path}/case.json`)));
  return paths.filter((_, i) => cases[i] !== undefined);
}
