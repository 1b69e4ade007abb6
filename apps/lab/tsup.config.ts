import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig } from 'tsup';

const { dependencies, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const require = createRequire(import.meta.url);

/** Versions of all that a run depends on. A packed lab has no package.json files to read them from. */
const versions = Object.fromEntries(
  Object.keys(dependencies).flatMap((name) => {
    const path = require.resolve.paths(name)?.map((folder) => `${folder}/${name}/package.json`);
    for (const candidate of path ?? []) {
      try {
        return [[name, JSON.parse(readFileSync(candidate, 'utf8')).version]];
      } catch {}
    }
    return [];
  }),
);

export default defineConfig({
  entry: { lab: 'src/lab.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  clean: true,
  // All of the project and the charts go in, so that `lab pack` needs to carry the backends' libraries only.
  noExternal: [/^@mosa-js\//, /^echarts/, /^zrender/, 'tslib'],
  define: { __VERSIONS__: JSON.stringify(versions), __VERSION__: JSON.stringify(version) },
});
