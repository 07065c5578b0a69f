export interface Conflict {
  field: string
  mine: unknown
  theirs: unknown
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** The fields of a form that differ from the record it was opened with. */
export function changesOf<T extends object>(base: T, draft: T): Partial<T> {
  const changed = (Object.keys(draft) as (keyof T)[]).filter((field) => !same(base[field], draft[field]))
  return Object.fromEntries(changed.map((field) => [field, draft[field]])) as Partial<T>
}

/** What two people have changed differently since the form was opened. */
export function conflictsOf<T extends object>(base: T, mine: Partial<T>, theirs: T): Conflict[] {
  return (Object.keys(mine) as (keyof T & string)[])
    .filter((field) => !same(base[field], theirs[field]) && !same(mine[field], theirs[field]))
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] }))
}
