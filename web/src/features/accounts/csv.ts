import type { ImportResult } from '@/api/types'

const ERRORS_MAX = 50

/** The first faults, and how many more there are. */
export function errorsShown(errors: ImportResult['errors']): { shown: ImportResult['errors']; hidden: number } {
  return { shown: errors.slice(0, ERRORS_MAX), hidden: Math.max(0, errors.length - ERRORS_MAX) }
}

/** Which column of the file fills which field. */
export function mappingRows(mapping: ImportResult['mapping']): [column: string, field: string | null][] {
  if (Array.isArray(mapping)) return mapping.map(({ column, field }) => [column, field])
  return Object.entries(mapping ?? {})
}
