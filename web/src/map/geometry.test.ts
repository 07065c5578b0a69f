import { expect, it } from 'vitest'
import { boundsOf, circlePolygon, destination, middleOf, roundPolygon } from './geometry'

it('walks one degree of latitude in 111.195 km', () => {
  const [lng, lat] = destination([24.94, 60], 111_195, 0)
  expect(lng).toBe(24.94)
  expect(lat).toBeCloseTo(61, 4)
})

it('closes the ring of a circle and keeps its radius', () => {
  const [ring] = circlePolygon([24.94, 60.17], 1000).coordinates
  expect(ring!.at(-1)).toEqual(ring![0])
  const [west, south, east, north] = boundsOf([circlePolygon([24.94, 60.17], 1000)])!
  expect((north - south) * 111_195).toBeCloseTo(2000, -1)
  expect((east - west) * 111_195 * Math.cos((60.17 * Math.PI) / 180)).toBeCloseTo(2000, -1)
})

it('shortens coordinates', () => {
  expect(roundPolygon({ type: 'Polygon', coordinates: [[[1.123456789, 2]]] }).coordinates[0]![0]).toEqual([1.12346, 2])
})

it('finds the middle of the largest part', () => {
  const square = (x: number, size: number) => [[[x, 0], [x + size, 0], [x + size, size], [x, size], [x, 0]]]
  expect(middleOf({ type: 'MultiPolygon', coordinates: [square(0, 1), square(10, 4)] })).toEqual([12, 2])
  expect(middleOf({ type: 'Polygon', coordinates: square(0, 2) })).toEqual([1, 1])
})
