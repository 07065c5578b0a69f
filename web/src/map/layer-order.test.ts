import { expect, it } from 'vitest'
import { LAYER_ORDER, layerAbove } from './layer-order'
import { BASE_LABELS } from './style'

it('lists every layer once', () => {
  expect(new Set(LAYER_ORDER).size).toBe(LAYER_ORDER.length)
})

it('puts surfaces below the labels of the base map', () => {
  const present = new Set<string>([BASE_LABELS, 'accounts-point'])
  expect(layerAbove('cells-fill', (id) => present.has(id))).toBe(BASE_LABELS)
  expect(layerAbove('route-line', (id) => present.has(id))).toBe('accounts-point')
  expect(layerAbove('pin', (id) => present.has(id))).toBeUndefined()
})
