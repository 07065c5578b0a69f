import { expect, test } from './story'

test('a wrong password is refused, a right one leads in, signing out ends it', async ({ page, story }) => {
  const { t } = story
  await page.goto('/market')
  await expect(page).toHaveURL(/sign-in/)
  await page.getByLabel(t('shell.email')).fill('rep1@demo.gcrm.test')
  await page.getByLabel(t('shell.password')).fill('not the password')
  await page.getByRole('button', { name: t('shell.signIn') }).click()
  await expect(page.getByRole('alert')).toContainText(t('shell.signInWrong'))
  await story.accessible()

  await story.signIn('manager')
  await page.goto('/settings')
  await page.getByRole('button', { name: /Signed in as|로그인됨/ }).click()
  await page.getByRole('menuitem', { name: t('shell.signOut') }).click()
  await expect(page.getByLabel(t('shell.password'))).toBeVisible()
  await page.goto('/')
  await expect(page).toHaveURL(/sign-in/)

  // A session that runs out says so, and the way back leads to where one was.
  await story.signIn('manager')
  await page.goto('/settings')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.route('**/api/v1/users*', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"status":401,"code":"session.required"}' }))
  await page.reload()
  await expect(page.getByText(t('shell.sessionEnded'))).toBeVisible()
})
