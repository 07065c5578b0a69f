import type { Theme } from '@/ui/theme'

export interface Palette {
  background: string
  /** Beyond the installed regions, where the map knows nothing. */
  outside: string
  outsideLine: string
  water: string
  waterText: string
  park: string
  forest: string
  built: string
  building: string
  buildingLine: string
  road: string
  roadMajor: string
  roadCasing: string
  path: string
  rail: string
  boundary: string
  text: string
  textStrong: string
  textMinor: string
  halo: string
}

/** Pale on purpose: the data must stand out, not the map. */
export const PALETTES: Record<Theme, Palette> = {
  light: {
    background: '#f6f5f1',
    outside: '#e6e8e8',
    outsideLine: '#cdd2d3',
    water: '#d3e2e8',
    waterText: '#6d8b98',
    park: '#e3ebdb',
    forest: '#dbe6d3',
    built: '#f0eee8',
    building: '#ebe8e1',
    buildingLine: '#dfdbd2',
    road: '#ffffff',
    roadMajor: '#fffdf8',
    roadCasing: '#dedad1',
    path: '#ddd8cd',
    rail: '#cfcdc8',
    boundary: '#b5b0bd',
    text: '#5d6469',
    textStrong: '#363d42',
    textMinor: '#7f868a',
    halo: 'rgba(250, 249, 246, 0.92)',
  },
  dark: {
    background: '#14191b',
    outside: '#0d1112',
    outsideLine: '#262e31',
    water: '#17272e',
    waterText: '#577480',
    park: '#182219',
    forest: '#172018',
    built: '#181d1f',
    building: '#1d2326',
    buildingLine: '#252d30',
    road: '#2b3336',
    roadMajor: '#353f43',
    roadCasing: '#14191b',
    path: '#262e31',
    rail: '#2f373a',
    boundary: '#4d4a58',
    text: '#93a0a5',
    textStrong: '#c5cfd3',
    textMinor: '#75828a',
    halo: 'rgba(16, 20, 22, 0.9)',
  },
}
