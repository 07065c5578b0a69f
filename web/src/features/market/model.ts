import type { Cell, CodeFigure, Figures } from '@/api/types'

export const MEASURES = ['count', 'value_12m', 'potential_value', 'customers'] as const
export type Measure = (typeof MEASURES)[number]

export const countOf = (groups: CodeFigure[], code: string): number => groups.find((group) => group.code === code)?.count ?? 0

/** The fullest groups first; what does not fit into the list is counted together. */
export function topGroups(groups: CodeFigure[], max: number): { top: CodeFigure[]; rest: number } {
  const sorted = [...groups].sort((a, b) => b.count - a.count)
  return { top: sorted.slice(0, max), rest: sorted.slice(max).reduce((sum, { count }) => sum + count, 0) }
}

/** Class borders so that each class holds about the same number of cells; equal values stay together. */
export function quantiles(values: number[], classes: number): number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b)
  const borders = Array.from({ length: classes - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / classes)])
  return [...new Set(borders.filter((border): border is number => border !== undefined && border > (sorted[0] ?? 0)))]
}

const RESOLUTION = { min: 5, max: 11, atZoom0: -4.2 }

/** The H3 resolution whose cells are a finger wide on the map. */
export const resolutionAt = (zoom: number): number =>
  Math.max(RESOLUTION.min, Math.min(RESOLUTION.max, Math.round(zoom + RESOLUTION.atZoom0)))

export const measureOf = (cell: Cell, measure: Measure): number => cell[measure]

export interface Difference {
  code: string | null
  before: number
  after: number
}

/** What has changed between two snapshots, group by group. */
export function compareGroups(before: CodeFigure[], after: CodeFigure[]): Difference[] {
  const codes = [...new Set([...before, ...after].map(({ code }) => code))]
  const of = (groups: CodeFigure[], code: string | null) => groups.find((group) => group.code === code)?.count ?? 0
  return codes.map((code) => ({ code, before: of(before, code), after: of(after, code) }))
}

export type FigureName = 'total' | 'value_12m' | 'potential_value' | 'penetration' | 'unknown_places'

export function compareFigures(before: Figures, after: Figures): { name: FigureName; before: number; after: number }[] {
  const names: FigureName[] = ['total', 'value_12m', 'potential_value', 'penetration', 'unknown_places']
  return names
    .filter((name) => before[name] !== null && after[name] !== null)
    .map((name) => ({ name, before: Number(before[name] ?? 0), after: Number(after[name] ?? 0) }))
}
