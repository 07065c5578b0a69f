import type { Geometry, MultiPolygon, Polygon, Position } from 'geojson'

const EARTH_M = 6_371_008.8
const RAD = Math.PI / 180
const CIRCLE_STEPS = 72
const DIGITS = 6

const round = (value: number): number => Number(value.toFixed(DIGITS))

/** The point so far from another in a direction (radians from north), on the sphere. */
export function destination([lng, lat]: Position, metres: number, bearing: number): [number, number] {
  const angle = metres / EARTH_M
  const lat1 = lat! * RAD
  const lat2 = Math.asin(Math.sin(lat1) * Math.cos(angle) + Math.cos(lat1) * Math.sin(angle) * Math.cos(bearing))
  const turn = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(lat1), Math.cos(angle) - Math.sin(lat1) * Math.sin(lat2))
  return [round(lng! + turn / RAD), round(lat2 / RAD)]
}

export function circlePolygon(center: Position, radiusM: number): Polygon {
  const ring = Array.from({ length: CIRCLE_STEPS }, (_, i) => destination(center, radiusM, (-2 * Math.PI * i) / CIRCLE_STEPS))
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
}

/** Fewer digits than a mouse can point: keeps shapes short in the URL. */
export function roundPolygon(polygon: Polygon, digits = 5): Polygon {
  const shorten = (value: number) => Number(value.toFixed(digits))
  return { type: 'Polygon', coordinates: polygon.coordinates.map((ring) => ring.map((p) => p.map(shorten))) }
}

/** West, south, east, north. */
export type Box = [number, number, number, number]

const WORLD: Box = [-180, -85, 180, 85]

function ring([w, s, e, n]: Box): Position[] {
  return [[w, s], [e, s], [e, n], [w, n], [w, s]]
}

/** The world without some boxes. */
export function outsideOf(boxes: Box[]): Polygon {
  return { type: 'Polygon', coordinates: [ring(WORLD), ...boxes.map((box) => ring(box).reverse())] }
}

/** Every position of a geometry, for its bounds. */
export function positionsOf(geometry: Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positionsOf)
  const flat = (value: unknown): Position[] =>
    Array.isArray(value) && typeof value[0] === 'number' ? [value as Position] : (value as unknown[]).flatMap(flat)
  return flat(geometry.coordinates)
}

export function boundsOf(geometries: Geometry[]): [number, number, number, number] | null {
  const positions = geometries.flatMap(positionsOf)
  if (positions.length === 0) return null
  const of = (axis: 0 | 1, pick: (a: number, b: number) => number) => positions.reduce((best, p) => pick(best, p[axis]!), positions[0]![axis]!)
  return [of(0, Math.min), of(1, Math.min), of(0, Math.max), of(1, Math.max)]
}

/** Twice the signed area of a ring, and its centre of gravity, in degrees: for placing a name, not for measuring. */
function centreOf(ring: Position[]): { area: number; at: [number, number] } {
  let [area, x, y] = [0, 0, 0]
  const [ox, oy] = ring[0] as [number, number]
  for (const [i, p] of ring.slice(0, -1).entries()) {
    const q = ring[i + 1]!
    const [px, py, qx, qy] = [p[0]! - ox, p[1]! - oy, q[0]! - ox, q[1]! - oy]
    const cross = px * qy - qx * py
    area += cross
    x += (px + qx) * cross
    y += (py + qy) * cross
  }
  return area === 0 ? { area, at: [ox, oy] } : { area: Math.abs(area), at: [ox + x / (3 * area), oy + y / (3 * area)] }
}

/** The middle of the largest part of a shape. */
export function middleOf(shape: Polygon | MultiPolygon): [number, number] {
  const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  const centres = parts.map(([outer]) => centreOf(outer ?? []))
  return centres.reduce((best, next) => (next.area > best.area ? next : best)).at
}
