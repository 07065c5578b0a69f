import { expect, featuresOnMap, test } from './story'

test('a drawn circle answers with figures; a snapshot of it is kept', async ({ page, story }) => {
  const { t, isPhone } = story
  await story.signIn('marketing')
  await page.goto('/market')
  await story.mapReady()
  const panel = page.getByRole('complementary', { name: t('shell.market') })
  await panel.getByRole('radio', { name: t('area.circle'), exact: true }).click()
  const box = (await page.getByTestId('map').boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / (isPhone ? 4 : 2))
  await expect(page).toHaveURL(/circle/)
  await expect(panel.getByText(t('market.penetration'))).toBeVisible()
  await story.mapReady()
  expect(await featuresOnMap(page, /^area-fill$/)).toBeGreaterThan(0)
  expect(await featuresOnMap(page, /^cells-fill$/)).toBeGreaterThan(0)

  // A bar filters: the customers' bar leaves customers only.
  await panel.getByRole('button', { name: new RegExp(`^${t('record.lifecycle.customer')}`) }).last().click()
  await expect(page).toHaveURL(/lifecycle=customer/)

  const name = `Story ${isPhone ? 'phone' : 'desk'}`
  await panel.getByRole('button', { name: t('market.take') }).click()
  await panel.getByLabel(t('market.name')).fill(name)
  await panel.getByRole('button', { name: t('common.save') }).click()
  const saved = page.getByRole('complementary', { name: t('market.snapshot') })
  await expect(saved.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(saved.getByText(t('market.asItWas'))).toBeVisible()
  await story.accessible()
  await saved.getByRole('button', { name: t('common.close') }).click()
  await expect(panel.getByRole('button', { name: new RegExp(name) })).toBeVisible()
})
