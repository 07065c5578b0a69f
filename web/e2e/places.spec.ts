import { expect, test } from './story'

test('cafés of the map become prospects, once', async ({ page, story }) => {
  const { t, isPhone } = story
  await story.signIn('manager')
  // Each project takes another kind, so that neither finds its places taken.
  const kind = isPhone ? /Pub|펍/ : /Café|카페/
  await page.goto('/map?panel=import')
  await story.mapReady()
  const panel = page.getByRole('complementary', { name: t('places.title') })
  await panel.getByRole('radio', { name: t('area.useView') }).click()
  const group = panel.getByRole('listitem').filter({ hasText: /Food|음식/ }).first()
  await group.getByRole('button').first().click()
  // By keyboard: the input itself is hidden under its drawn box.
  const box = panel.getByRole('checkbox', { name: kind }).first()
  await box.press('Space')
  await expect(box).toBeChecked()
  const importing = panel.getByRole('button', { name: isPhone ? /등록/ : /Import \d+/ })
  await importing.click()
  await expect(panel.getByRole('status').filter({ hasText: isPhone ? /등록했습니다/ : /were added/ })).toBeVisible({ timeout: 60_000 })
  // What was imported is offered no more.
  await expect(panel.getByRole('checkbox', { name: kind })).toHaveCount(0)
  await story.accessible()
})
