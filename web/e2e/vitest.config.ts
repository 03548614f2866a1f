import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The terminal in a real browser against the built program, one file after the other: they share the machine. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { alias: { '@': fileURLToPath(new URL('../src', import.meta.url)) } },
  test: { include: ['**/*.e2e.ts'], globalSetup: ['support/house.ts'], environment: 'node', fileParallelism: false, testTimeout: 120_000, hookTimeout: 240_000 },
});
