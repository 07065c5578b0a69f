import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { catalogues } from './scripts/lingui-catalogues'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const backend = process.env['GCRM_URL'] ?? 'http://localhost:8080'

export default defineConfig({
  plugins: [react(), catalogues(path('./src/i18n/messages'))],
  resolve: { alias: { '@': path('./src') } },
  build: {
    target: 'es2022',
    // The binary's content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1400,
  },
  server: {
    proxy: Object.fromEntries(['/api', '/tiles', '/health'].map((prefix) => [prefix, backend])),
  },
  test: { include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'], environment: 'node' },
})
