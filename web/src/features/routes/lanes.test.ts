import { expect, it } from 'vitest'
import type { Route } from '@/api/types'
import { handedOver, routeOf, weekOf } from './lanes'

const route = (id: string, ids: string[], patch: Partial<Route> = {}) => ({ id, stops: ids.map((account_id) => ({ account_id })), ...patch }) as Route

it('counts a week from Monday, across months', () => {
  expect(weekOf('2026-11-22')).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'])
  expect(weekOf('2026-12-01')[0]).toBe('2026-11-30')
})

it('takes the newest route of a rep and day', () => {
  const of = (id: string, user_id: string, date: string) => route(id, [], { user_id, date })
  const routes = [of('1', 'a', '2026-11-23'), of('2', 'a', '2026-11-23'), of('3', 'b', '2026-11-23')]
  expect(routeOf(routes, 'a', '2026-11-23')?.id).toBe('2')
  expect(routeOf(routes, 'a', '2026-11-24')).toBeUndefined()
})

it('hands a visit over to another day, once', () => {
  const from = route('1', ['a', 'b', 'c'])
  expect(handedOver({ accountId: 'b', from, to: route('2', ['x', 'y']), at: 1 })).toEqual({ from: ['a', 'c'], to: ['x', 'b', 'y'] })
  expect(handedOver({ accountId: 'b', from, to: route('2', ['b', 'x']), at: 9 })).toEqual({ from: ['a', 'c'], to: ['x', 'b'] })
})
