export type VehicleProfile = 'car' | 'van' | 'bicycle' | 'foot'

/** A vehicle's measures in metres and tonnes; a missing one is never checked. */
export interface VehicleSize {
  height_m?: number
  width_m?: number
  length_m?: number
  weight_t?: number
  axle_load_t?: number
}

/** What an organisation changed about a way of travelling. */
export interface VehicleSettings {
  size: VehicleSize
  top_kmh: number | null
  /** Factors on the speed by road class. */
  speed: Record<string, number>
  avoid: ('ferry' | 'motorway' | 'toll')[]
}

/** A way of travelling as it is built in. */
export interface UsualVehicle {
  size: VehicleSize
  top_kmh: number
  speed: Record<string, { urban_kmh: number; rural_kmh: number }>
}
