import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'

const LOCALES = ['en', 'ko'] as const
const VIRTUAL = 'virtual:catalogue/'

type Messages = Record<string, string>

/** Every `messages/<locale>/*.json`, keys prefixed with their file's name. */
export function readMessages(dir: string, locale: string): Messages {
  const all: Messages = {}
  for (const file of readdirSync(join(dir, locale)).sort()) {
    const space = file.replace(/\.json$/, '')
    const part = JSON.parse(readFileSync(join(dir, locale, file), 'utf8')) as Messages
    for (const [key, text] of Object.entries(part)) all[`${space}.${key}`] = text
  }
  return all
}

/** Keys that one locale has and another lacks, named so that they can be mended. */
export function missingKeys(dir: string): string[] {
  const byLocale = LOCALES.map((locale) => [locale, readMessages(dir, locale)] as const)
  const keys = new Set(byLocale.flatMap(([, messages]) => Object.keys(messages)))
  return [...keys].flatMap((key) =>
    byLocale.filter(([, messages]) => !messages[key]?.trim()).map(([locale]) => `${locale}: ${key}`),
  )
}

/** Serves `virtual:catalogue/en` and `/ko` as compiled messages; a missing key fails the build. */
export function catalogues(dir: string): Plugin {
  return {
    name: 'gcrm-catalogues',
    resolveId: (id) => (id.startsWith(VIRTUAL) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${VIRTUAL}`)) return undefined
      const missing = missingKeys(dir)
      if (missing.length > 0) this.error(`messages without a translation:\n  ${missing.join('\n  ')}`)
      const locale = id.slice(VIRTUAL.length + 1)
      for (const file of readdirSync(join(dir, locale))) this.addWatchFile(join(dir, locale, file))
      const compiled = Object.entries(readMessages(dir, locale)).map(([k, v]) => [k, compileMessage(v)])
      return `export default ${JSON.stringify(Object.fromEntries(compiled))}`
    },
  }
}
