import { defineConfig } from 'tsup';
import { relativeMaps } from '../../scripts/relative-maps';

export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node/index.ts' },
  format: ['esm', 'cjs'],
  // Also for require, so that both entries throw the same class.
  splitting: true,
  dts: true,
  sourcemap: true,
  plugins: [relativeMaps],
  clean: true,
  target: 'es2022',
  noExternal: [/^@mosa-js\/command/], // private to this repository, so it goes in
});
