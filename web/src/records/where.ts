import type { Coordinates } from '@/api/types'

const TIMEOUT_MS = 8000

export interface Fix {
  location: Coordinates
  accuracy_m: number
}

/** Where the device is, or null when it does not say: a check-in is never refused for that. */
export function whereAmI(): Promise<Fix | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null)
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ location: [coords.longitude, coords.latitude], accuracy_m: coords.accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: TIMEOUT_MS },
    )
  })
}
