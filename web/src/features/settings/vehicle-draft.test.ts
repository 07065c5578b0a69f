import { expect, test } from 'vitest'
import type { UsualVehicle } from '@/api/vehicles'
import { classesOf, draftOf, patchOf } from './vehicle-draft'

const km = { urban_kmh: 50, rural_kmh: 80 }
const usual: UsualVehicle = { size: { height_m: 2.7, width_m: 2.1 }, top_kmh: 110, speed: { residential: km, unclassified: km, motorway: km, motorway_link: km } }
const unchanged = { size: {}, top_kmh: null, speed: {}, avoid: [] }

test('what nobody changed is shown as usual, and a look changes nothing', () => {
  const draft = draftOf(unchanged, usual)
  expect(draft.size).toMatchObject({ height_m: 2.7, width_m: 2.1, weight_t: null })
  expect(draft.speed).toEqual({ motorway: 1, residential: 1 })
  expect(patchOf(draft, draft, usual)).toEqual({ size: {}, speed: {}, top_kmh: null, avoid: [] })
})

test('a class takes along those that a person counts with it, and no other', () => {
  const start = draftOf({ ...unchanged, speed: { motorway: 0.9, motorway_link: 0.7 } }, usual)
  expect(start.speed).toEqual({ motorway: 0.9, residential: 1 })
  const { speed } = patchOf({ ...start, speed: { ...start.speed, residential: 0.8 } }, start, usual)
  expect(speed).toEqual({ residential: 0.8, unclassified: 0.8 })
})

test('what is set back to usual is taken away', () => {
  const start = draftOf({ size: { height_m: 3.2 }, speed: { motorway: 0.9 }, top_kmh: 90, avoid: ['toll'] }, usual)
  const back = { size: { ...start.size, height_m: 2.7 }, speed: { ...start.speed, motorway: 1 }, top_kmh: 110, avoid: [] }
  expect(patchOf(back, start, usual)).toEqual({ size: { height_m: null }, speed: { motorway: null, motorway_link: null }, top_kmh: null, avoid: [] })
})

test('classes come in the order of the roads, without those the vehicle never uses', () => {
  expect(classesOf(usual)).toEqual(['motorway', 'residential'])
})
