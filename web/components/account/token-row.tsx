import type { ApiTokenPartsFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../parts/button.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { ROLE_WORDS } from '../parts/words.ts'

interface TokenRowProps {
  token: ApiTokenPartsFragment
  connections: readonly { id: string; name: string }[]
  disabled: boolean
  onRevoke: () => void
}

export function TokenRow({ token, connections, disabled, onRevoke }: TokenRowProps) {
  const { name, beginning, role, readOnly, connectionIds, lastUsedAt, expiresAt } = token
  const names = connectionIds?.map(
    id => connections.find(each => each.id === id)?.name ?? 'a deleted connection',
  )
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium wrap-anywhere">
          {name} <span className="ml-1 font-mono text-[13px] font-normal text-ink-faint">{beginning}…</span>
        </p>
        <p className="text-sm text-ink-soft">
          {ROLE_WORDS[role]} at most · {readOnly ? 'reads only' : 'may change things'} ·{' '}
          {names === undefined ? 'all connections' : names.join(', ')}
        </p>
        <p className="text-sm text-ink-soft">
          {lastUsedAt === null ? (
            'never used'
          ) : (
            <>
              last used <LocalTime at={lastUsedAt} />
            </>
          )}{' '}
          ·{' '}
          {expiresAt === null ? (
            'does not expire'
          ) : (
            <>
              good until <LocalTime at={expiresAt} />
            </>
          )}
        </p>
      </div>
      <Button look="quiet" disabled={disabled} aria-label={`Revoke ${name}`} onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  )
}
