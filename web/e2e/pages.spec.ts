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
