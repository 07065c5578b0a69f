import { i18n } from '@lingui/core'
import { I18nProvider, useLingui } from '@lingui/react'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { I18nProvider as AriaLocale } from 'react-aria-components'
import enCatalogue from 'virtual:catalogue/en'
import koCatalogue from 'virtual:catalogue/ko'
import type { MessageKey } from './keys'
import { formats, type Formats } from './format'

export type Locale = 'en' | 'ko'
export type { Formats, MessageKey }
export type Translate = (key: MessageKey, values?: Record<string, unknown>) => string

export const LOCALES: { id: Locale; name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'ko', name: '한국어' },
]

const STORED = 'gcrm.locale'
const BCP47: Record<Locale, string> = { en: 'en-GB', ko: 'ko-KR' }

i18n.load({ en: enCatalogue, ko: koCatalogue })
i18n.activate(preferredLocale())

export function preferredLocale(): Locale {
  const stored = localStorage.getItem(STORED)
  if (stored === 'en' || stored === 'ko') return stored
  return navigator.language.startsWith('ko') ? 'ko' : 'en'
}

/** Translates outside of components, for instance in errors. */
export const translate: Translate = (key, values) => i18n._(key, values)

interface LocaleState {
  locale: Locale
  setLocale: (locale: Locale) => void
}

const LocaleContext = createContext<LocaleState | null>(null)

export function Localised({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(preferredLocale)
  useEffect(() => {
    i18n.activate(locale)
    localStorage.setItem(STORED, locale)
    document.documentElement.lang = locale
  }, [locale])
  const state = useMemo(() => ({ locale, setLocale }), [locale])
  return (
    <LocaleContext value={state}>
      <I18nProvider i18n={i18n}>
        <AriaLocale locale={BCP47[locale]}>{children}</AriaLocale>
      </I18nProvider>
    </LocaleContext>
  )
}

export function useLocale(): LocaleState {
  const state = useContext(LocaleContext)
  if (!state) throw new Error('useLocale outside of Localised')
  return state
}

export function useT(): Translate {
  const { _ } = useLingui()
  return useMemo<Translate>(() => (key, values) => _(key, values), [_])
}

/** Dates, numbers, distances and money as the reader's locale writes them. */
export function useFormat(): Formats {
  const { locale } = useLocale()
  return useMemo(() => formats(BCP47[locale]), [locale])
}
