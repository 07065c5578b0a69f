import { expect, it } from 'vitest'
import { fanOffset } from './fan'

it('keeps accounts at one spot apart', () => {
  for (const count of [2, 7, 10, 23]) {
    const spots = Array.from({ length: count }, (_, i) => fanOffset(i, count))
    for (const [i, a] of spots.entries()) {
      for (const b of spots.slice(i + 1)) expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThan(15)
    }
  }
})
