import type { Map } from 'maplibre-gl'
import type { View } from './create'

const DEGREE_DIGITS = 5
const ZOOM_DIGITS = 2
const LATITUDE_MAX = 85

/** Where the map looks, as the URL has it. */
export function viewText(map: Map): string {
  const { lng, lat } = map.getCenter()
  const short = (value: number, digits: number) => Number(value.toFixed(digits))
  return [short(lng, DEGREE_DIGITS), short(lat, DEGREE_DIGITS), short(map.getZoom(), ZOOM_DIGITS)].join(',')
}

export function parseView(text: string | undefined): View | null {
  const [lng, lat, zoom] = (text ?? '').split(',').map(Number)
  if (lng === undefined || lat === undefined || zoom === undefined) return null
  return [lng, lat, zoom].every(Number.isFinite) && Math.abs(lat) <= LATITUDE_MAX ? { center: [lng, lat], zoom } : null
}

/**
 * Tells the views that come back from the URL because the map itself reported them from those that a
 * person has opened. The URL follows late, and skips some; without this the map would chase its own past.
 */
export class Echo {
  private readonly awaited: string[] = []

  sent(view: string): void {
    this.awaited.push(view)
  }

  isOwn(view: string): boolean {
    const index = this.awaited.indexOf(view)
    // What was reported before it will not come any more.
    this.awaited.splice(0, index + 1)
    return index >= 0
  }
}
