import { defineConfig } from 'vitest/config';

// The verbose reporter names every sample that ran, and why another did not.
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], reporters: ['verbose'], globalSetup: 'test/support/pack.ts' },
});
