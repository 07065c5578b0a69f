import type { Place, Site } from '@/api/types'

/** One line: street, city. What is unknown is left out. */
export function addressLine(site: Pick<Site, 'line1' | 'city' | 'postal_code'> | null | undefined): string {
  if (!site) return ''
  const town = [site.postal_code, site.city].filter(Boolean).join(' ')
  return [site.line1, town].filter(Boolean).join(', ')
}

export function placeAddress(place: Place): string {
  return [place.address.line1, place.address.city].filter(Boolean).join(', ')
}
