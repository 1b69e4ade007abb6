import { readFileSync, rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

// Emptied here and not by `clean`, since the builds below run at the same time and would delete each other's files.
rmSync('dist', { recursive: true, force: true });

const entry = { index: 'src/index.ts', conformance: 'src/conformance.ts' };
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const shared: Options = {
  sourcemap: true,
  target: 'es2022',
  define: { __VERSION__: JSON.stringify(version) },
  noExternal: [/^@mosa-js\/command/], // private to this repository, so it goes in
};

export default defineConfig([
  {
    ...shared,
    entry: { ...entry, cli: 'src/provision/cli.ts' },
    format: 'esm',
    dts: { entry },
  },
  { ...shared, entry, format: 'cjs', dts: true },
]);
