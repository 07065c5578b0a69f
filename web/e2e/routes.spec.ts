import type { Page } from '@playwright/test'
import { expect, featuresOnMap, test } from './story'

/** The next day of that name, counted from Sunday: a working day whatever today is. */
function next(weekday: number): string {
  const day = new Date()
  day.setDate(day.getDate() + ((7 + weekday - day.getDay()) % 7 || 7))
  return day.toISOString().slice(0, 10)
}

const [TUESDAY, WEDNESDAY] = [2, 3]

interface RouteMap extends HTMLElement {
  map: {
    querySourceFeatures: (source: string) => { properties: { kind: string }; geometry: { type: string; coordinates: number[][] | number[][][] } }[]
    project: (at: number[]) => { x: number; y: number }
  }
}

/** Clicks the middle of the longest leg of the route that is in sight. */
async function pointAtRoute(page: Page): Promise<void> {
  const spot = await page.getByTestId('map').evaluate((element) => {
    const { map } = element as RouteMap
    const { left, top } = element.getBoundingClientRect()
    const lines = map.querySourceFeatures('route').filter(({ properties }) => properties.kind === 'line')
    // A tile holds the parts of a line that cross it.
    const parts = lines.flatMap(({ geometry: { type, coordinates } }) => (type === 'LineString' ? [coordinates] : coordinates) as number[][][])
    const legs = parts.flatMap((part) => part.slice(1).map((to, i) => [map.project(part[i]!), map.project(to)] as const))
    const spots = legs.map(([a, b]) => ({ x: left + (a.x + b.x) / 2, y: top + (a.y + b.y) / 2, length: Math.hypot(a.x - b.x, a.y - b.y) }))
    const inSight = spots.filter(({ x, y }) => document.elementFromPoint(x, y)?.matches('canvas'))
    return inSight.sort((a, b) => b.length - a.length)[0]!
  })
  await page.mouse.click(spot.x, spot.y)
}

test('a rep plans a day on real roads and changes it by keyboard', async ({ page, story }) => {
  test.slow()
  const { t, isPhone } = story
  await story.signIn(isPhone ? 'rep2' : 'rep1')
  await page.goto(`/routes?day=${next(TUESDAY)}`)
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

test('a closed road is kept away from once the day is planned again', async ({ page, story }) => {
  test.slow()
  const { t, isPhone } = story
  await story.signIn(isPhone ? 'rep2' : 'rep1')
  await page.goto(`/routes?day=${next(WEDNESDAY)}`)
  await story.mapReady()
  const routes = page.getByRole('complementary', { name: t('shell.routes') })
  const plan = async (label: string) => {
    const answered = page.waitForResponse((response) => /\/routes\?/.test(response.url()), { timeout: 90_000 })
    await routes.getByRole('button', { name: t(label), exact: true }).click()
    await answered
    await expect(routes.getByRole('heading', { name: t('route.day') })).toBeVisible()
    await story.mapReady()
  }
  await plan('route.plan')

  await routes.getByRole('button', { name: t('closure.title') }).click()
  const closures = page.getByRole('complementary', { name: t('closure.title') })
  await closures.getByRole('button', { name: t('closure.add') }).click()
  await pointAtRoute(page)
  await expect(closures.getByRole('list', { name: t('closure.roads') }).getByRole('listitem')).toHaveCount(1)
  await story.accessible()
  await closures.getByLabel(t('closure.name')).fill('Pipes')
  for (const label of ['closure.from', 'closure.to']) await closures.getByLabel(t(label)).fill(next(WEDNESDAY))
  await closures.getByRole('button', { name: t('common.save') }).click()
  await expect(closures.getByRole('listitem').filter({ hasText: 'Pipes' })).toContainText(t('closure.when.now'))
  await story.accessible()

  const crossed = routes.getByText(t('closure.crossed').replace('{names}', 'Pipes'))
  await closures.getByRole('button', { name: t('common.close'), exact: true }).first().click()
  await expect(crossed).toBeVisible()
  await plan('route.planAgain')
  await expect(crossed).toBeHidden()

  await routes.getByRole('button', { name: t('closure.title') }).click()
  await closures.getByRole('button', { name: t('closure.remove').replace('{name}', 'Pipes') }).click()
  await expect(closures.getByText('Pipes')).toHaveCount(0)
})
