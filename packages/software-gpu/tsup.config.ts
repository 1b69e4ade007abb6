import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: ['esm', 'cjs'],
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
  shims: true, // `import.meta.url` for require
  noExternal: [/^@mosa-js\/command/], // private to this repository, so it goes in
});
