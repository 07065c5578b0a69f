import type { PlaceCategory } from '@/api/types'

export interface CategoryGroup {
  group: string
  count: number
  categories: PlaceCategory[]
}

/** Categories by their group, the fullest first; those without places are left out. */
export function groupCategories(categories: PlaceCategory[]): CategoryGroup[] {
  const groups = new Map<string, CategoryGroup>()
  for (const category of categories) {
    if (category.count === 0) continue
    const group = groups.get(category.group) ?? { group: category.group, count: 0, categories: [] }
    group.count += category.count
    group.categories.push(category)
    groups.set(category.group, group)
  }
  const fullest = (a: { count: number }, b: { count: number }) => b.count - a.count
  return [...groups.values()].map((g) => ({ ...g, categories: g.categories.sort(fullest) })).sort(fullest)
}

export const countChosen = (categories: PlaceCategory[], chosen: ReadonlySet<string>): number =>
  categories.filter(({ code }) => chosen.has(code)).reduce((sum, { count }) => sum + count, 0)
