import type { Coordinates } from '@/api/types'

/** Opens the phone's own navigation app; on a desk, the same link opens a map in the browser. */
export function navigationUrl([lng, lat]: Coordinates): string {
  return `https://www.google.com/maps/dir/?api=1&destination=${lat},${lng}`
}
