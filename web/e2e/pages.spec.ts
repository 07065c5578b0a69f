import { expect, test } from './story'

const PAGES = ['/', '/map', '/accounts', '/market', '/territories', '/routes', '/activities', '/settings', '/map?panel=import', '/map?panel=csv', '/map?panel=new', '/territories?panel=divide']

test('every page stands, is accessible and never wider than the screen', async ({ page, story }) => {
  test.slow()
  await story.signIn('admin')
  for (const path of PAGES) {
    await test.step(path, async () => {
      await page.goto(path)
      await expect(page.getByRole('heading').first()).toBeVisible()
      if (/map|market|territories|routes/.test(path)) await story.mapReady()
      await expect(page.getByRole('status', { name: story.t('common.loading') })).toHaveCount(0)
      await story.accessible()
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
    })
  }
})

test('an account opened from the list stands beside it, or over it on a phone', async ({ page, story }) => {
  await story.signIn('admin')
  await page.goto('/accounts')
  const rows = page.locator('[data-row]')
  await rows.nth(2).click()
  const panel = page.getByRole('complementary')
  await expect(panel.getByRole('heading').first()).toBeVisible()
  const height = (of: typeof rows) => of.evaluate((element) => element.getBoundingClientRect().height)
  const { height: window } = page.viewportSize()!
  if (story.isPhone) expect(await height(panel)).toBeGreaterThan(window / 2)
  else expect(await height(page.getByRole('grid'))).toBeGreaterThan(window / 2)
})
