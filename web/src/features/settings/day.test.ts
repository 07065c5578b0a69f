import { expect, it } from 'vitest'
import { timeField, weekdays } from './day'

it('begins the week on Monday', () => {
  expect(weekdays('en').map(({ name }) => name).join(' ')).toBe('Mon Tue Wed Thu Fri Sat Sun')
  expect(weekdays('ko')[0]).toEqual({ day: 1, name: '월' })
})

it('shortens times', () => {
  expect(timeField('09:00:00')).toBe('09:00')
})
