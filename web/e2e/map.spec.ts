import { expect, featuresOnMap, test } from './story'

test('the map shows labels and accounts; list and map select the same account', async ({ page, story }) => {
  const { t } = story
  await story.signIn('manager')
  await page.goto('/map')
  await story.mapReady()
  expect(await featuresOnMap(page, /^base-.*label$/)).toBeGreaterThan(0)
  expect(await featuresOnMap(page, /^accounts-(point|cluster)$/)).toBeGreaterThan(0)

  const row = page.getByRole('grid', { name: t('shell.accounts') }).locator('[data-row]').first()
  const name = (await row.getByRole('gridcell').first().textContent())!
  await row.click()
  const panel = page.getByRole('complementary', { name: t('record.account') })
  await expect(panel.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page).toHaveURL(/sel=/)

  await panel.getByRole('button', { name: t('accounts.logVisit') }).click()
  await panel.getByLabel(t('activities.summary')).fill('The owner asked for a new price list')
  await panel.getByRole('button', { name: t('common.save') }).click()
  await expect(panel.getByRole('listitem').filter({ hasText: 'The owner asked for a new price list' }).first()).toBeVisible()

  await panel.getByRole('link', { name: t('common.openFull') }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await expect(page.getByRole('heading', { name: t('accounts.nearby') })).toBeVisible()
  await story.accessible()
})
