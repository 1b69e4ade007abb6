import { defineConfig } from 'vitest/config';

// Tests are of this folder; without this file they would take the page's configuration. Two at a time: one compiles shaders for long.
export default defineConfig({ test: { include: ['test/**/*.test.ts'], maxWorkers: 2 } });
