import { useFormat } from '@/i18n'
import { barOf, ticksOf, type Axis } from './model'
import css from './routes.module.css'

/** The scale of hours above timetables; the reader with a screen reader hears each visit's own times. */
export function Hours({ axis, timeZone, className = css.hours }: { axis: Axis; timeZone: string; className?: string | undefined }) {
  const format = useFormat()
  return (
    <div className={className} aria-hidden>
      <span />
      <div className={css.hoursTrack}>
        {ticksOf(axis).map((tick) => {
          const at = barOf(axis, axis.from, tick)
          return (
            <span key={tick} style={{ left: `${at?.width ?? 0}%` }}>
              {format.time(new Date(tick), timeZone)}
            </span>
          )
        })}
      </div>
    </div>
  )
}
