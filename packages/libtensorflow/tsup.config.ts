import { readFileSync, rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

// Emptied here and not by `clean`, since the builds below run at the same time and would delete each other's files.
rmSync('dist', { recursive: true, force: true });

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const shared: Options = {
  sourcemap: true,
  target: 'es2022',
  shims: true, // `import.meta.url` for require
  removeNodeProtocol: false, // `stream` alone may be a package
  define: { __VERSION__: JSON.stringify(version) },
  // Private to this repository, so it goes in; and two functions of the adapter, which would bring tfjs along.
  noExternal: [/^@mosa-js\/command/, '@mosa-js/tfjs-node-gpu/addon'],
};

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', cli: 'src/cli.ts' },
    format: 'esm',
    dts: { entry: { index: 'src/index.ts' } },
  },
  { ...shared, entry: { index: 'src/index.ts' }, format: 'cjs', dts: true },
]);
