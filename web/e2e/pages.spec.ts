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

test('an administrator sets the vehicles, and what is not saved outlives a look at another', async ({ page, story }) => {
  const { t } = story
  await story.signIn('admin')
  await page.goto('/settings')
  const show = (profile: 'car' | 'van') => page.getByRole('radio', { name: t(`settings.vehicle.${profile}`), exact: true }).click()
  const field = (name: string) => page.getByRole('textbox', { name, exact: true })
  const height = story.isPhone ? '3.2' : '3.1'
  await show('van')
  await field(t('settings.vehicleSize.height_m')).fill(height)
  await field(t('settings.road.motorway')).fill('85')
  await field(t('settings.road.motorway')).blur()
  await show('car')
  await expect(field(t('settings.vehicleSize.height_m'))).toHaveValue('1.7')
  await show('van')
  await page.getByRole('form', { name: t('settings.vehicle.van') }).getByRole('button', { name: t('common.save') }).click()
  await expect(page.getByText(t('common.saved')).first()).toBeVisible()
  await page.reload()
  await show('van')
  await expect(field(t('settings.vehicleSize.height_m'))).toHaveValue(height)
  await expect(field(t('settings.road.motorway'))).toHaveValue('85%')
})
