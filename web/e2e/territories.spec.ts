import { expect, featuresOnMap, test } from './story'

test('an area is divided into balanced territories, kept and put in force', async ({ page, story }) => {
  test.slow()
  const { t, isPhone } = story
  await story.signIn('manager')
  await page.goto('/territories?panel=divide')
  await story.mapReady()
  const divide = page.getByRole('complementary', { name: t('territory.divide') })
  await divide.getByRole('radio', { name: t('area.useView') }).click()
  const number = divide.getByRole('textbox', { name: t('territory.n') })
  await number.fill('2')
  await number.press('Tab')
  await divide.getByRole('checkbox', { name: t('territory.balance.accounts'), exact: true }).press('Space')
  await divide.getByRole('button', { name: t('territory.divideNow'), exact: true }).click()
  const saveAs = divide.getByRole('textbox', { name: t('territory.saveAs') })
  await expect(saveAs).toBeVisible({ timeout: 90_000 })
  expect(await page.getByRole('table').locator('tbody tr').count()).toBe(2)

  const name = `Story ${isPhone ? 'phone' : 'desk'}`
  await saveAs.fill(name)
  await divide.getByRole('button', { name: t('territory.savePlan') }).click()
  const plan = page.getByRole('complementary', { name: t('territory.alignment') })
  await expect(plan.getByRole('heading', { level: 1, name })).toBeVisible()
  await story.mapReady()
  expect(await featuresOnMap(page, /^territories-fill$/)).toBeGreaterThan(0)
  await plan.getByRole('button', { name: t('territory.publish') }).click()
  await expect(plan.getByText(t('territory.state.active'))).toBeVisible()

  const calibrate = plan.getByRole('button', { name: t('territory.calibrate') })
  await calibrate.click()
  await expect(plan.getByText(t('territory.calibrating'))).toBeVisible()
  await expect(calibrate).toBeVisible({ timeout: 60_000 })
  await expect(plan.getByText(t('territory.travelUnchecked'))).toBeHidden()
  await story.accessible()
})
