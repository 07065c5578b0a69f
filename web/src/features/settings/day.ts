const MONDAY = new Date(2024, 0, 1)

/** The days of the week in the reader's words, Monday (1) first. */
export function weekdays(locale: string): { day: number; name: string }[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short' })
  return Array.from({ length: 7 }, (_, i) => ({ day: i + 1, name: format.format(new Date(MONDAY.getTime() + i * 86_400_000)) }))
}

/** "09:00:00" of the service as a time field wants it. */
export const timeField = (time: string): string => time.slice(0, 5)
