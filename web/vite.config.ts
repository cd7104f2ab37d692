import { reactRouter } from '@react-router/dev/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tailwindcss(), reactRouter()],
  clearScreen: false,
  build: {
    target: 'es2023',
    // The content policy forbids data: in scripts and styles; small files stay files.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  environments: {
    // The server's entry is ours: it is what the gateway calls, and it brings the routes along.
    ssr: { build: { rollupOptions: { input: './server/answer.ts' } } },
  },
});
