import { defineConfig } from 'vitest/config';

// Tests are of this folder; without this file they would take the page's configuration. Two at a time, since browsers wait as often as they compute.
export default defineConfig({ test: { include: ['test/**/*.test.ts'], maxWorkers: 2 } });
