import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useFormat, useT } from '@/i18n'
import { useCategoryLabel } from '@/records/categories'
import { IconButton } from '@/ui/Button'
import { Checkbox } from '@/ui/Choice'
import css from './places.module.css'
import { groupCategories, type CategoryCount, type CategoryGroup } from './model'

export interface CategoryTreeProps {
  categories: CategoryCount[]
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
}

/** Kinds of places by group, each with its count; a group is ticked as a whole or opened. */
export function CategoryTree({ categories, chosen, onChosen }: CategoryTreeProps) {
  return (
    <ul className={css.tree}>
      {groupCategories(categories).map((group) => (
        <Group key={group.group} group={group} chosen={chosen} onChosen={onChosen} />
      ))}
    </ul>
  )
}

function Group({ group, chosen, onChosen }: { group: CategoryGroup } & Omit<CategoryTreeProps, 'categories'>) {
  const t = useT()
  const format = useFormat()
  const label = useCategoryLabel()
  const codes = group.categories.map(({ code }) => code)
  const nChosen = codes.filter((code) => chosen.has(code)).length
  const [isOpen, setOpen] = useState(false)
  const set = (changed: string[], on: boolean) => {
    const next = new Set(chosen)
    for (const code of changed) if (on) next.add(code)
    else next.delete(code)
    onChosen(next)
  }
  const name = label(group.group)
  return (
    <li>
      <div className={css.line}>
        <IconButton label={t(isOpen ? 'places.fold' : 'places.unfold', { name })} icon={isOpen ? <ChevronDown /> : <ChevronRight />} onPress={() => setOpen(!isOpen)} aria-expanded={isOpen} />
        <Checkbox isSelected={nChosen === codes.length} isIndeterminate={nChosen > 0 && nChosen < codes.length} onChange={(on) => set(codes, on)}>
          <strong>{name}</strong>
        </Checkbox>
        <span className="num muted">{format.number(group.count)}</span>
      </div>
      {isOpen ? (
        <ul className={css.branch}>
          {group.categories.map(({ code, count }) => (
            <li key={code} className={css.line}>
              <Checkbox isSelected={chosen.has(code)} onChange={(on) => set([code], on)}>
                {label(code)}
              </Checkbox>
              <span className="num muted">{format.number(count)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}
