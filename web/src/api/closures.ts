import type { VehicleProfile } from './vehicles'
import type { Coordinates } from './types'

/** A part of an OpenStreetMap way between two of its nodes. */
export interface Piece {
  way: number
  from: number
  to: number
}

/** A road from one crossing to the next. */
export interface Stretch {
  name: string
  pieces: Piece[]
  line: Coordinates[]
}

/** What people write about a closed or slow road. */
export interface RoadClosureDraft {
  name: string
  stretches: Stretch[]
  /** Only in the direction of the stretches. */
  one_way: boolean
  /** Closed without one. */
  speed_kmh: number | null
  profiles: VehicleProfile[]
  /** First and last day; open-ended without. */
  starts_on: string | null
  ends_on: string | null
  note: string | null
}

export interface ListedClosure extends RoadClosureDraft {
  id: string
  created_by: string | null
  version: number
  is_on_map: boolean
}
