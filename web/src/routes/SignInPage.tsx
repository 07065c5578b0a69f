import { useRouter, useSearch } from '@tanstack/react-router'
import { SignIn } from '@/features/shell/SignIn'

export function SignInPage() {
  const router = useRouter()
  const { to, ended } = useSearch({ from: '/sign-in' })
  // Only a path of our own: an address from elsewhere is not followed.
  const target = to?.startsWith('/') && !to.startsWith('//') ? to : '/'
  return <SignIn hasEnded={ended === true} onDone={() => router.history.push(target)} />
}
