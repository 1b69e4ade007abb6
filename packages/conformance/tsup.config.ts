import { readFileSync, rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

// Emptied here and not by `clean`, since the builds below run at the same time and would delete each other's files.
rmSync('dist', { recursive: true, force: true });

const shared: Options = {
  sourcemap: true,
  target: 'es2022',
  shims: true,
  define: { __VERSION__: JSON.stringify(version) },
  noExternal: [/^@mosa-js\/command/], // private to this repository, so it goes in
};

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      cli: 'src/cli/cli.ts',
      child: 'src/runner/child.ts',
      'list-child': 'src/runner/list-child.ts',
    },
    format: 'esm',
    dts: { entry: { index: 'src/index.ts' } },
  },
  { ...shared, entry: { index: 'src/index.ts' }, format: 'cjs', dts: true },
  // On its own and without shims, so that it shares no chunk with code that needs Node.
  {
    ...shared,
    entry: { browser: 'src/browser/index.ts' },
    format: ['esm', 'cjs'],
    dts: true,
    shims: false,
    splitting: false,
    platform: 'browser',
  },
]);
