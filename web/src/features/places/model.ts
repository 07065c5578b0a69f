export interface CategoryCount {
  code: string
  count: number
}

export interface CategoryGroup {
  group: string
  count: number
  categories: CategoryCount[]
}

/** Categories by their group, the fullest first; those without places are left out. */
export function groupCategories(categories: CategoryCount[]): CategoryGroup[] {
  const groups = new Map<string, CategoryGroup>()
  for (const category of categories) {
    if (category.count === 0) continue
    const name = category.code.split('.')[0]!
    const group = groups.get(name) ?? { group: name, count: 0, categories: [] }
    group.count += category.count
    group.categories.push(category)
    groups.set(name, group)
  }
  const fullest = (a: { count: number }, b: { count: number }) => b.count - a.count
  return [...groups.values()].map((g) => ({ ...g, categories: g.categories.sort(fullest) })).sort(fullest)
}

export const countChosen = (categories: CategoryCount[], chosen: ReadonlySet<string>): number =>
  categories.filter(({ code }) => chosen.has(code)).reduce((sum, { count }) => sum + count, 0)
