// Tests run on the TypeScript sources; end-to-end tests use the built renderer.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  test: {
    // what a browser does late on a busy machine is no fault of the product; here at a desk each failure shows
    retry: process.env.CI ? 2 : 0,
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } }, // a busy machine is late, not wrong
    pool: 'forks',
    maxWorkers: 2
  }
});
