import type { AccountsQuery } from '../../graphql/generated/graphql.ts'
import { UserRow } from './user-row.tsx'

export type Account = AccountsQuery['accounts'][number]

interface UserListProps {
  accounts: readonly Account[]
  onChanged: () => void
  /** A password was made that is shown once. */
  onPassword: (shown: { name: string; password: string; until: string }) => void
}

export function UserList({ accounts, onChanged, onPassword }: UserListProps) {
  return (
    <ul aria-label="Users" className="divide-y divide-line rounded-lg border border-line bg-surface">
      {accounts.map(account => (
        <UserRow key={account.user.id} account={account} onChanged={onChanged} onPassword={onPassword} />
      ))}
    </ul>
  )
}
