// Whether a package's folder has its build. No clocks: a restored cache and a checkout set times as they like.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @returns {string[]} files that package.json of `folder` promises, or that its scripts load, and that are not there */
export function missingFiles(folder) {
  const { main, module, types, exports = {}, typesVersions = {}, bin = {} } = JSON.parse(read(folder, 'package.json'));
  const named = [main, module, types, ...strings(exports), ...strings(typesVersions), ...strings(bin)].filter(Boolean);
  const built = existsSync(join(folder, 'dist')) ? readdirSync(join(folder, 'dist')).map((file) => `dist/${file}`) : [];
  const scripts = [...strings(bin), ...built].filter((file) => /\.c?js$/.test(file) && existsSync(join(folder, file)));
  const loaded = scripts.flatMap((file) =>
    [...read(folder, file).matchAll(loads)].map(([, name]) => join(dirname(file), name)),
  );
  const plain = [...named, ...loaded].map((file) => join(file).replaceAll('\\', '/'));
  return [...new Set(plain)].filter((file) => !existsSync(join(folder, file)));
}

/** `from "./x.js"`, `import("./x.js")`, `require("./x.cjs")`, `new URL('../x.js'`. */
const loads = /(?:\bfrom|\bimport|\brequire|\bURL)\s*\(?\s*["'](\.[^"']+\.c?js)["']/g;

/**
 * Sources that differ from those that source maps in dist hold, which are what was built. A change of types alone is not
 * seen: no map has it.
 * @returns {string[]} their strings, as the maps name them
 */
export function staleSources(folder) {
  const dist = join(folder, 'dist');
  const maps = readdirSync(dist).filter((file) => file.endsWith('.map'));
  const stale = new Set();
  for (const map of maps) {
    const { sources, sourcesContent = [] } = JSON.parse(read(dist, map));
    for (const [i, source] of sources.entries()) {
      if (!/(^|\/)src\//.test(source) || source.includes('node_modules')) continue;
      const file = join(dist, source);
      if (!existsSync(file) || readFileSync(file, 'utf8') !== sourcesContent[i]) stale.add(source);
    }
  }
  return [...stale];
}

const read = (folder, file) => readFileSync(join(folder, file), 'utf8');

/** All strings in a value of package.json, however deep. */
function strings(value) {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
