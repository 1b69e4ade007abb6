import { readFileSync, rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

// Emptied here and not by `clean`, since the two builds below run at the same time and would delete each other's files.
rmSync('dist', { recursive: true, force: true });

const shared: Options = {
  sourcemap: true,
  target: 'es2022',
  shims: true,
  define: { __VERSION__: JSON.stringify(version) },
};

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', cli: 'src/cli/cli.ts', child: 'src/runner/child.ts' },
    format: 'esm',
    dts: { entry: { index: 'src/index.ts' } },
  },
  { ...shared, entry: { index: 'src/index.ts' }, format: 'cjs', dts: true },
]);
