import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, devices } from '@playwright/test'

const root = fileURLToPath(new URL('..', import.meta.url))
const data = `${root}target/e2e-data`
const port = Number(process.env['E2E_PORT'] ?? 8191)

// Only the first process clears the data: workers load this file as well.
if (process.env['TEST_WORKER_INDEX'] === undefined) rmSync(data, { recursive: true, force: true })

/** Stories on the real server, its database and the demo region; nothing is faked. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One server, one set of data: the stories come one after the other.
  workers: 1,
  fullyParallel: false,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${port}`,
    actionTimeout: 20_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
    },
  },
  projects: [
    { name: 'desktop-en', use: { viewport: { width: 1440, height: 900 }, locale: 'en-GB', colorScheme: 'light' } },
    {
      name: 'phone-ko',
      use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, locale: 'ko-KR', colorScheme: 'dark' },
    },
  ],
  webServer: {
    command: `target/debug/gcrm demo --listen 127.0.0.1:${port} --data-dir ${data}`,
    cwd: root,
    url: `http://localhost:${port}/ready`,
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
  },
})
