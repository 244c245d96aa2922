// How the development page of the viewers is built: no inlined assets, since the policy of the page forbids them.
import { defineConfig } from 'vite';

// oxlint-disable-next-line import/no-default-export -- Vite asks for it
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
  build: {
    outDir: 'dist/page',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2024',
    rollupOptions: { input: 'viewers.html' },
  },
  worker: { format: 'es' },
});
