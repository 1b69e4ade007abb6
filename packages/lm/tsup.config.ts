import { readFileSync, rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';
import { relativeMaps } from '../../scripts/relative-maps';

// Emptied here and not by `clean`, since the builds below run at the same time and would delete each other's files.
rmSync('dist', { recursive: true, force: true });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const library = { index: 'src/index.ts', node: 'src/node/index.ts' };
const shared: Options = {
  splitting: true,
  sourcemap: true,
  plugins: [relativeMaps],
  target: 'es2022',
  define: { __VERSION__: JSON.stringify(version) },
  noExternal: [/^@mosa-js\/command/], // private to this repository, so it goes in
};

export default defineConfig([
  // The command shares the library's files, and adds none to those that the library loads.
  { ...shared, entry: { ...library, cli: 'src/cli/cli.ts' }, format: 'esm', dts: { entry: library } },
  { ...shared, entry: library, format: 'cjs', dts: true },
]);
