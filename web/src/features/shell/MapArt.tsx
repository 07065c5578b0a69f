import { CATEGORY_COLORS } from '@/records/colors'
import css from './shell.module.css'

const STREETS = ['M-20 210 C180 160 320 260 820 120', 'M120 -20 C160 240 90 420 260 820', 'M-20 520 C240 470 420 560 820 430', 'M520 -20 C480 260 600 520 540 820']
const PATCHES = [
  'M-20 -20 L140 -20 C165 100 160 180 130 195 L-20 215Z',
  'M155 -20 L505 -20 C490 90 490 140 500 178 C360 215 240 190 150 190Z',
  'M540 -20 L820 -20 L820 110 L520 175Z',
  'M-20 230 L130 212 C140 320 130 400 160 490 L-20 515Z',
  'M152 205 C260 205 360 232 505 195 C515 300 545 400 555 505 C400 545 280 475 178 490 C150 400 160 300 152 205Z',
]
const STOPS: [number, number][] = [[210, 260], [330, 300], [430, 250], [470, 380], [360, 430], [240, 400]]

/** The picture beside the sign-in form: territories, a street net and a day's route, drawn here so that nothing is fetched. */
export function MapArt() {
  return (
    <div className={css.signInArt} aria-hidden>
      <svg viewBox="0 0 700 700" preserveAspectRatio="xMidYMid slice">
        {PATCHES.map((d, i) => (
          <path key={d} d={d} fill={CATEGORY_COLORS[i * 2 + (i % 2)]} fillOpacity={0.16} stroke={CATEGORY_COLORS[i * 2 + (i % 2)]} strokeOpacity={0.4} />
        ))}
        {STREETS.map((d) => (
          <path key={d} d={d} fill="none" stroke="var(--surface)" strokeWidth={9} />
        ))}
        <path d={`M${STOPS.map((p) => p.join(' ')).join(' L')} Z`} fill="none" stroke="var(--accent)" strokeWidth={4} strokeLinejoin="round" />
        {STOPS.map(([x, y], i) => (
          <g key={x}>
            <circle cx={x} cy={y} r={15} fill="var(--accent)" stroke="var(--surface)" strokeWidth={3} />
            <text x={x} y={y + 5} fill="var(--on-accent)" fontSize={14} fontWeight={700} textAnchor="middle">
              {i + 1}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}
