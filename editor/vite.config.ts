import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the server of a developer listens; the editor's own dev server hands API calls on to it. */
const server = process.env.PATCHBAY_URL ?? 'http://127.0.0.1:3000'

// the server takes changes from its own address only
const proxy = { '/api': { target: server, changeOrigin: true, headers: { origin: server } } }

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // the core is built from its sources, so that what is not used falls away
  resolve: { conditions: ['patchbay-source', 'module', 'browser', 'development|production'] },
  server: { proxy },
  preview: { proxy },
  // the manifest is read by the test of the first load's weight; small pictures stay files, for the content security policy
  build: { manifest: true, assetsInlineLimit: 0, target: 'es2023', chunkSizeWarningLimit: 1600 },
})
