import type { Map } from 'maplibre-gl'
import { createContext, useContext } from 'react'

/** The one map, null until its style has loaded. */
export const MapContext = createContext<Map | null>(null)

export const useMap = (): Map | null => useContext(MapContext)

/** The element that holds the map, for controls laid over it. */
export const StageContext = createContext<HTMLElement | null>(null)
