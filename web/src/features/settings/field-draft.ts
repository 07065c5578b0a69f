import type { CustomChoice, CustomField } from '@/api/types'

/** What the form of a field holds. */
export type FieldDraft = Pick<CustomField, 'key' | 'label_en' | 'label_ko' | 'type' | 'choices' | 'position'>

export const TYPES = ['text', 'number', 'date', 'boolean', 'choice'] as const

/** An empty field behind those there are. */
export function newField(fields: CustomField[]): FieldDraft {
  const position = Math.max(0, ...fields.map((field) => field.position + 1))
  return { key: '', label_en: '', label_ko: '', type: 'text', choices: [], position }
}

export const draftOf = ({ key, label_en, label_ko, type, choices, position }: CustomField): FieldDraft => ({ key, label_en, label_ko, type, choices, position })

/** A label as a key: "Floor area (m²)" becomes `floor_area_m`; what has no Latin letter, nothing. */
export function keyOf(label: string): string {
  const plain = label.normalize('NFD').toLowerCase().replace(/[^a-z0-9]+/g, '_')
  return plain.replace(/^[_\d]+/, '').slice(0, 40).replace(/_+$/, '')
}

const labelled = (choice: CustomChoice): CustomChoice => ({
  key: choice.key || keyOf(choice.label_en),
  label_en: choice.label_en.trim(),
  label_ko: choice.label_ko.trim() || choice.label_en.trim(),
})

/** The body of a request: a key left out is made of the English name, and so is the Korean name. */
export function bodyOf(draft: FieldDraft): FieldDraft {
  const named = labelled(draft)
  const choices = draft.type === 'choice' ? draft.choices.filter(({ label_en }) => label_en.trim()).map(labelled) : []
  return { ...draft, ...named, choices }
}

export function isComplete(draft: FieldDraft): boolean {
  const body = bodyOf(draft)
  return body.label_en !== '' && body.key !== '' && (body.type !== 'choice' || (body.choices.length > 0 && body.choices.every(({ key }) => key !== '')))
}
