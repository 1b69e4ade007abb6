import { defineConfig } from 'vitest/config';

// Tests are of this folder; without this file they would take the page's configuration.
export default defineConfig({ test: { include: ['test/**/*.test.ts'] } });
