import { readdirSync, readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base, type Page } from '@playwright/test'

type Locale = 'en' | 'ko'

const MESSAGES = new URL('../src/i18n/messages/', import.meta.url)

function catalogue(locale: Locale): Record<string, string> {
  const folder = new URL(`${locale}/`, MESSAGES)
  const files = readdirSync(folder).map((file) => {
    const part = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>
    return Object.entries(part).map(([key, text]) => [`${file.replace('.json', '')}.${key}`, text])
  })
  return Object.fromEntries(files.flat()) as Record<string, string>
}

export interface Story {
  /** The words of the running language, so that one story serves both. */
  t: (key: string) => string
  isPhone: boolean
  signIn: (who: string) => Promise<void>
  /** Waits until the map has drawn all it knows. */
  mapReady: () => Promise<void>
  /** No violation that axe can find. */
  accessible: () => Promise<void>
}

const PASSWORD = 'demo-gcrm-2026'

/** Every story also proves: no error in the console or the page, no request to anyone else. */
export const test = base.extend<{ story: Story }>({
  story: async ({ page, baseURL, locale, isMobile }, run) => {
    const faults = watch(page, baseURL!)
    const words = catalogue(locale?.startsWith('ko') ? 'ko' : 'en')
    const t = (key: string) => {
      const text = words[key]
      if (text === undefined) throw new Error(`no message ${key}`)
      return text
    }
    await run({
      t,
      isPhone: isMobile,
      signIn: (who) => signIn(page, t, who),
      mapReady: () => expect(page.getByTestId('map')).toHaveAttribute('data-ready', 'true', { timeout: 60_000 }),
      accessible: () => accessible(page),
    })
    expect(faults).toEqual([])
  },
})

function watch(page: Page, baseURL: string): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`page error: ${error.message}`))
  page.on('console', (message) => {
    // A refused sign-in and an ended session are 401s, which the browser itself writes to the console.
    const isExpected = message.text().includes('status of 401')
    if (message.type() === 'error' && !isExpected) faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(baseURL) && !/^(blob|data):/.test(url)) faults.push(`outside request: ${url}`)
  })
  return faults
}

async function signIn(page: Page, t: Story['t'], who: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel(t('shell.email')).fill(`${who}@demo.gcrm.test`)
  await page.getByLabel(t('shell.password')).fill(PASSWORD)
  await page.getByRole('button', { name: t('shell.signIn') }).click()
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page).not.toHaveURL(/sign-in/)
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // React Aria's own announcer: an empty picture between announcements.
    .exclude('[data-live-announcer]')
    .analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)
  expect(found).toEqual([])
}

interface RenderedMap extends HTMLElement {
  map: { queryRenderedFeatures: (options: { layers: string[] }) => unknown[]; getStyle: () => { layers: { id: string }[] } }
}

/** How many features of the named layers the map shows. */
export function featuresOnMap(page: Page, pattern: RegExp): Promise<number> {
  return page.getByTestId('map').evaluate((element, source) => {
    const { map } = element as RenderedMap
    const layers = map.getStyle().layers.map(({ id }) => id).filter((id) => new RegExp(source).test(id))
    return layers.length === 0 ? 0 : map.queryRenderedFeatures({ layers }).length
  }, pattern.source)
}

export { expect }
