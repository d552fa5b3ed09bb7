// Tests run on the TypeScript sources; end-to-end tests use the built renderer.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 10_000 } }, // a busy machine is late, not wrong
    pool: 'forks',
    maxWorkers: 2
  }
});
