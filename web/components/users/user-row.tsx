import { KeyRound, LogOut, MoreHorizontal, UserCheck, UserX } from 'lucide-react'
import { useState } from 'react'
import type { Role } from '../../graphql/generated/graphql.ts'
import {
  ResetUserPasswordDocument,
  SetUserDisabledDocument,
  SetUserRoleDocument,
  SignOutUserDocument,
} from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useViewer } from '../../hooks/use-viewer.ts'
import { Button } from '../parts/button.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '../parts/menu.tsx'
import { Notice } from '../parts/notice.tsx'
import { countOf } from '../parts/quantity.ts'
import { ROLE_WORDS } from '../parts/words.ts'
import { ConfirmAct } from './confirm-act.tsx'
import type { Pending } from './confirm-act.tsx'
import type { Account } from './user-list.tsx'

interface UserRowProps {
  account: Account
  onChanged: () => void
  onPassword: (shown: { name: string; password: string; until: string }) => void
}

const ROLES: readonly Role[] = ['READ_ONLY', 'DEVELOPER', 'ADMIN']

/** One user, and what can be done about them; all of that asks first. */
export function UserRow({ account, onChanged, onPassword }: UserRowProps) {
  const { user, disabledAt } = account
  const isSelf = useViewer()?.id === user.id
  const [pending, setPending] = useState<Pending | null>(null)
  const setRole = useAct(SetUserRoleDocument)
  const setDisabled = useAct(SetUserDisabledDocument)
  const reset = useAct(ResetUserPasswordDocument)
  const signOut = useAct(SignOutUserDocument)
  const acts = [setRole, setDisabled, reset, signOut]
  const acting = acts.some(each => each.acting)
  const problem = acts.find(each => each.problem !== null)?.problem ?? null
  const done = (answer: unknown) => {
    setPending(null)
    if (answer !== null) onChanged()
  }
  const userId = user.id
  const act = async (what: Pending) => {
    switch (what.kind) {
      case 'role':
        return done(await setRole.act({ userId, role: what.role }))
      case 'disable':
        return done(await setDisabled.act({ userId, disabled: true }))
      case 'sign-out':
        return done(await signOut.act({ userId, revokeTokens: true }))
      case 'reset': {
        const answer = await reset.act({ userId })
        if (answer !== null) onPassword({ name: user.name, ...answer.resetUserPassword })
        return done(answer)
      }
    }
  }
  const enable = async () => done(await setDisabled.act({ userId, disabled: false }))
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-56">
          <p className="font-medium wrap-anywhere">
            {user.name}
            {isSelf && <span className="ml-2 text-sm font-normal text-accent">you</span>}
            {disabledAt !== null && (
              <span className="ml-2 rounded bg-danger-soft px-1.5 py-0.5 text-xs text-danger">disabled</span>
            )}
          </p>
          <p className="text-sm text-ink-soft wrap-anywhere">{user.email}</p>
        </div>
        <div className="min-w-0 basis-52 text-sm text-ink-soft">
          <p>{lastSeen(account)}</p>
          <p>
            {countOf(account.sessionCount, 'session')} · {countOf(account.tokenCount, 'token')}
          </p>
        </div>
        <Menu
          trigger={
            <Button
              className="w-32"
              disabled={acting}
              aria-label={`Role of ${user.name}: ${ROLE_WORDS[user.role]}. Change it`}
            >
              {ROLE_WORDS[user.role]}
            </Button>
          }
        >
          <MenuChoices
            label={`Role of ${user.name}`}
            value={user.role}
            onChoose={role => role !== user.role && setPending({ kind: 'role', role })}
            choices={ROLES.map(value => ({ value, content: ROLE_WORDS[value] }))}
          />
        </Menu>
        <Menu
          trigger={
            <Button look="quiet" disabled={acting || isSelf} aria-label={`More about ${user.name}`}>
              <MoreHorizontal aria-hidden className="size-4" />
            </Button>
          }
        >
          <MenuItem onSelect={() => setPending({ kind: 'reset' })}>
            <KeyRound aria-hidden className="size-4 text-ink-faint" />
            Set a one-time password…
          </MenuItem>
          <MenuItem onSelect={() => setPending({ kind: 'sign-out' })}>
            <LogOut aria-hidden className="size-4 text-ink-faint" />
            End sessions and tokens…
          </MenuItem>
          <MenuSeparator />
          {disabledAt === null ? (
            <MenuItem onSelect={() => setPending({ kind: 'disable' })}>
              <UserX aria-hidden className="size-4 text-ink-faint" />
              Disable…
            </MenuItem>
          ) : (
            <MenuItem onSelect={() => void enable()}>
              <UserCheck aria-hidden className="size-4 text-ink-faint" />
              Enable again
            </MenuItem>
          )}
        </Menu>
      </div>
      {account.oneTimeUntil !== null && (
        <p className="text-sm text-caution">
          Has to choose a password until <LocalTime at={account.oneTimeUntil} />.
        </p>
      )}
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      {pending !== null && (
        <ConfirmAct
          pending={pending}
          name={user.name}
          isSelf={isSelf}
          acting={acting}
          onConfirm={() => void act(pending)}
          onClose={() => setPending(null)}
        />
      )}
    </li>
  )
}

function lastSeen({ lastSeenAt }: Account) {
  if (lastSeenAt === null) return 'never seen'
  return (
    <>
      seen <LocalTime at={lastSeenAt} />
    </>
  )
}
