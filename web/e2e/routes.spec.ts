import { expect, featuresOnMap, test } from './story'

/** The next Tuesday: a working day whatever today is. */
function tuesday(): string {
  const day = new Date()
  day.setDate(day.getDate() + ((9 - day.getDay()) % 7 || 7))
  return day.toISOString().slice(0, 10)
}

test('a rep plans a day on real roads and changes it by keyboard', async ({ page, story }) => {
  test.slow()
  const { t, isPhone } = story
  await story.signIn(isPhone ? 'rep2' : 'rep1')
  await page.goto(`/routes?day=${tuesday()}`)
  await story.mapReady()
  const panel = page.getByRole('complementary', { name: t('shell.routes') })
  await panel.getByRole('button', { name: t('route.plan'), exact: true }).click()
  await expect(panel.getByRole('heading', { name: t('route.day') })).toBeVisible({ timeout: 90_000 })
  const lanes = page.getByRole('grid', { name: t('route.timetable') }).getByRole('row')
  await expect(lanes.nth(1)).toBeVisible()
  const before = await lanes.count()
  expect(before).toBeGreaterThan(1)
  await story.mapReady()
  expect(await featuresOnMap(page, /^route-line$/)).toBeGreaterThan(0)
  await expect(panel.getByRole('link', { name: 'GPX' })).toHaveAttribute('href', /\/gpx$/)
  await story.accessible()

  const first = (await lanes.first().getAttribute('aria-label')) ?? (await lanes.first().textContent())!
  await lanes.first().getByRole('button', { name: isPhone ? /순서 변경/ : /^Move/ }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('route.retimed'))).toBeVisible()
  await expect(lanes.first()).not.toHaveText(first)

  await lanes.last().getByRole('button', { name: isPhone ? /제외$/ : /^Take/ }).click()
  await expect(lanes).toHaveCount(before - 1)

  // The week shows the day as one lane of seven.
  await page.getByRole('radio', { name: t('route.view.week') }).click()
  const board = page.getByRole('group', { name: t('route.board') })
  await expect(board.getByRole('region')).toHaveCount(7)
  await expect(board.getByRole('row')).toHaveCount(before - 1)
  await story.accessible()
})
