import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The terminal's budgets, measured in a real browser against the built program; `npm run measure` writes what came out. No test: nothing here is asserted. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { alias: { '@': fileURLToPath(new URL('../src', import.meta.url)) } },
  test: { include: ['**/*.measure.ts'], environment: 'node', fileParallelism: false, testTimeout: 3_600_000, hookTimeout: 120_000 },
});
