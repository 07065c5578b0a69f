import { expect, it } from 'vitest'
import { bodyOf, isComplete, keyOf, newField } from './field-draft'

it('makes keys of names', () => {
  expect(keyOf('Floor area (m²)')).toBe('floor_area_m')
  expect(keyOf('2nd Café')).toBe('nd_cafe')
  expect(keyOf('면적')).toBe('')
  expect(keyOf('x'.repeat(60))).toHaveLength(40)
})

it('fills in what is left out and drops empty choices', () => {
  const draft = { ...newField([]), label_en: ' Wood ', type: 'choice' as const, choices: [{ key: '', label_en: 'Oak tree', label_ko: '' }, { key: '', label_en: ' ', label_ko: '' }] }
  const body = bodyOf(draft)
  expect([body.key, body.label_ko]).toEqual(['wood', 'Wood'])
  expect(body.choices).toEqual([{ key: 'oak_tree', label_en: 'Oak tree', label_ko: 'Oak tree' }])
  expect(bodyOf({ ...draft, type: 'text' }).choices).toEqual([])
})

it('is complete with a name, a key and, of a choice, something to choose', () => {
  const draft = { ...newField([]), label_en: '면적' }
  expect(isComplete(draft)).toBe(false)
  expect(isComplete({ ...draft, key: 'area' })).toBe(true)
  expect(isComplete({ ...draft, key: 'area', type: 'choice' })).toBe(false)
})
