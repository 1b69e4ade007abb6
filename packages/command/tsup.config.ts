import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    backends: 'src/backends/index.ts',
    'checked-backend': 'src/checked-backend.ts',
    errors: 'src/errors.ts',
    format: 'src/format.ts',
    options: 'src/options.ts',
    visible: 'src/visible.ts',
    temporary: 'src/temporary.ts',
    fuzz: 'src/fuzz.ts',
  },
  format: 'esm',
  dts: true,
  sourcemap: true,
  clean: true,
  target: 'es2022',
});
