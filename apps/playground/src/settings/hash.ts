import { fields, names, readValue } from './fields';
import { defaults, type Settings } from './settings';

/** Settings as the part of an address behind `#`: those that differ from the defaults. */
export function toHash(settings: Settings): string {
  const changed = names.filter((name) => settings[name] !== defaults[name]);
  return new URLSearchParams(changed.map((name) => [name, String(settings[name])])).toString();
}

/** Settings of an address. What is wrong is left out and said, so that nonsense gives the defaults. */
export function fromHash(hash: string): { settings: Settings; wrong: string[] } {
  const given: Record<string, string | number> = {};
  const wrong: string[] = [];
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (!Object.hasOwn(fields, name)) {
      wrong.push(`There is no setting “${name.slice(0, 30)}”.`);
      continue;
    }
    const found = readValue(name as keyof Settings, text);
    if ('wrong' in found) wrong.push(found.wrong);
    else given[name] = found.value;
  }
  return { settings: { ...defaults, ...given }, wrong };
}
