export interface Formats {
  number: (value: number) => string
  compact: (value: number) => string
  percent: (share: number, digits?: number) => string
  money: (value: number | string | null | undefined, currency: string) => string
  /** For figures in little room: from ten millions on, short ("€445M", "₩4.5억"). */
  moneyShort: (value: number, currency: string) => string
  date: (value: string | Date) => string
  dayMonth: (value: string | Date) => string
  dateTime: (value: string | Date, timeZone?: string) => string
  time: (value: string | Date, timeZone?: string) => string
  distance: (metres: number) => string
  duration: (seconds: number) => string
  relativeDays: (days: number) => string
}

const METRES_PER_KM = 1000
const MONEY_LONG_MAX = 10_000_000
const SECONDS_PER_HOUR = 3600

/** A plain date ("2026-11-22") means that day wherever it is read. */
function toDate(value: string | Date): Date {
  if (value instanceof Date) return value
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T12:00:00`) : new Date(value)
}

export function formats(locale: string): Formats {
  const number = new Intl.NumberFormat(locale)
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const unit = (name: string, digits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, maximumFractionDigits: digits })
  const dated = (options: Intl.DateTimeFormatOptions, value: string | Date, timeZone?: string) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(toDate(value))
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    number: (value) => number.format(value),
    compact: (value) => compact.format(value),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share),
    money: (value, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(Number(value ?? 0)),
    moneyShort: (value, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, ...(Math.abs(value) < MONEY_LONG_MAX ? { maximumFractionDigits: 0 } : { notation: 'compact', maximumFractionDigits: 1 }) }).format(value),
    date: (value) => dated({ dateStyle: 'medium' }, value),
    dayMonth: (value) => dated({ weekday: 'short', day: 'numeric', month: 'short' }, value),
    dateTime: (value, timeZone) => dated({ dateStyle: 'medium', timeStyle: 'short' }, value, timeZone),
    time: (value, timeZone) => dated({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, value, timeZone),
    distance: (metres) =>
      metres < METRES_PER_KM
        ? unit('meter', 0).format(Math.round(metres / 10) * 10)
        : unit('kilometer', metres < 10 * METRES_PER_KM ? 1 : 0).format(metres / METRES_PER_KM),
    duration: (seconds) => duration(locale, seconds),
    relativeDays: (days) => relative.format(days, 'day'),
  }
}

function duration(locale: string, seconds: number): string {
  const minutes = Math.round(seconds / 60)
  const hours = Math.floor((minutes * 60) / SECONDS_PER_HOUR)
  const part = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(value)
  const rest = minutes - hours * 60
  if (hours === 0) return part(minutes, 'minute')
  return rest === 0 ? part(hours, 'hour') : `${part(hours, 'hour')} ${part(rest, 'minute')}`
}
