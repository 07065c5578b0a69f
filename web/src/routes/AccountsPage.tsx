import { AccountsWorkspace } from './AccountsWorkspace'

export const AccountsPage = () => <AccountsWorkspace isListOnly />
