import { expect, it } from 'vitest'
import { Echo, parseView } from './view'

it('reads a view and refuses what is none', () => {
  expect(parseView('24.94,60.17,13.5')).toEqual({ center: [24.94, 60.17], zoom: 13.5 })
  for (const text of [undefined, '', '1,2', 'a,b,c', '0,89,3']) expect(parseView(text)).toBeNull()
})

it('knows its own echo, once', () => {
  const echo = new Echo()
  echo.sent('a')
  echo.sent('b')
  echo.sent('c')
  expect(echo.isOwn('b')).toBe(true)
  expect(echo.isOwn('a')).toBe(false)
  expect(echo.isOwn('c')).toBe(true)
  expect(echo.isOwn('c')).toBe(false)
})
