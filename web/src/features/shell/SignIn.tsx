import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '@/api/problem'
import { signIn } from '@/api/session'
import { LOCALES, useLocale, useT } from '@/i18n'
import { explain } from '@/records/errors'
import { Button } from '@/ui/Button'
import { Segmented } from '@/ui/Choice'
import { Notice } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Form } from '@/ui/layout'
import { MapArt } from './MapArt'
import css from './shell.module.css'

/** `hasEnded` when a person was signed in and the session ran out. */
export function SignIn({ hasEnded, onDone }: { hasEnded: boolean; onDone: () => void }) {
  const t = useT()
  const { locale, setLocale } = useLocale()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const attempt = useMutation({ mutationFn: () => signIn(email.trim(), password), onSuccess: onDone })
  const message = attempt.error && (isWrong(attempt.error) ? t('shell.signInWrong') : explain(attempt.error))
  return (
    <div className={css.signIn}>
      <main className={css.signInForm}>
        <img src="/favicon.svg" alt="" width={44} height={44} />
        <div>
          <h1>{t('shell.signInTitle')}</h1>
          <p className="muted">{t('shell.signInLead')}</p>
        </div>
        <Form onSubmit={() => attempt.mutate()} label={t('shell.signIn')}>
          <Field label={t('shell.email')} type="email" autoComplete="username" inputMode="email" value={email} onChange={setEmail} isRequired />
          <Field label={t('shell.password')} type="password" autoComplete="current-password" value={password} onChange={setPassword} isRequired />
          {message ? <Notice tone="bad">{message}</Notice> : hasEnded ? <Notice tone="warn">{t('shell.sessionEnded')}</Notice> : null}
          <Button type="submit" variant="primary" large block isPending={attempt.isPending} isDisabled={!email || !password}>
            {t('shell.signIn')}
          </Button>
        </Form>
        <Segmented label={t('shell.language')} options={LOCALES.map(({ id, name }) => ({ id, label: name }))} value={locale} onChange={setLocale} />
      </main>
      <MapArt />
    </div>
  )
}

const isWrong = (error: Error): boolean => error instanceof Problem && error.status === 401
