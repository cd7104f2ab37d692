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
    client: {
      build: {
        rolldownOptions: {
          output: {
            // Forty small files cost a phone more in round trips than their bytes: what most pages need comes as two,
            // and what only forms need stays with them.
            codeSplitting: {
              groups: [
                { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/, priority: 2 },
                {
                  name: 'forms',
                  test: /node_modules[\\/](zod|@conform-to)[\\/]|[\\/]contracts[\\/]src[\\/](?!seat-ids)/,
                  priority: 2,
                },
                { name: 'blocks', minShareCount: 6, priority: 1 },
              ],
            },
          },
        },
      },
    },
    // The server's entry is ours: it is what the gateway calls, and it brings the routes along.
    // React Router looks for it under this name and under no other.
    ssr: { build: { rollupOptions: { input: './server/answer.ts' } } },
  },
});
