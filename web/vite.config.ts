import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { pieceOf } from './build/pieces';
import { precompress } from './build/precompress';
import { tradePage } from './build/tradePage';

const server = process.env.PEREGRINE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss(), tradePage(), precompress()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // Nothing as data: URLs, and no inline script for old browsers: the content security policy takes files of ours only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: pieceOf, debugName: 'pieces' }] } } },
  },
  server: {
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
      '/docs': { target: server },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
