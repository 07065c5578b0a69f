import { AccountsWorkspace } from './AccountsWorkspace'

export const MapPage = () => <AccountsWorkspace isListOnly={false} />
