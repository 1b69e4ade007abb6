import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import isoflopBooks from '../../presets/isoflop-books.json';
import nanogptLarge from '../../presets/nanogpt-large.json';
import nanogptSmall from '../../presets/nanogpt-small.json';
import tiny from '../../presets/tiny.json';
import { checkSettings } from './fields';
import type { Settings } from './settings';

export interface Preset {
  readonly about: string;
  readonly settings: Settings;
}

const files: Readonly<Record<string, { readonly about: string; readonly settings: unknown }>> = {
  'nanogpt-small': nanogptSmall,
  'nanogpt-large': nanogptLarge,
  'isoflop-books': isoflopBooks,
  tiny,
};

export const presetNames = Object.keys(files);

/** @throws MosaError `usage` */
export function presetOf(name: string): Preset {
  const file = Object.hasOwn(files, name) ? files[name] : undefined;
  if (!file) throw new MosaError('usage', '--preset', presetNames.join(', '), show(name));
  return { about: file.about, settings: checkSettings(file.settings, `preset ${name}`) };
}
