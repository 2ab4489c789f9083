import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { ProfileQuery } from '../../graphql/generated/graphql.ts'
import { RevokeApiTokenDocument } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { DetailSection } from '../connections/detail-section.tsx'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { NewToken } from './new-token.tsx'
import { ShownOnce } from './shown-once.tsx'
import { TokenRow } from './token-row.tsx'

interface TokensSectionProps {
  profile: Pick<ProfileQuery, 'apiTokens' | 'connections'>
  onChanged: () => void
}

/** Tokens for scripts and notebooks. A new one is shown once. */
export function TokensSection({ profile, onChanged }: TokensSectionProps) {
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const { acting, problem, act } = useAct(RevokeApiTokenDocument)
  const revoke = async (id: string) => {
    if ((await act({ id })) !== null) onChanged()
  }
  const { apiTokens, connections } = profile
  return (
    <DetailSection
      title="API tokens"
      words={
        <>
          <p>
            For scripts and notebooks, in place of your password. A token never gives more than you have, and
            can be for less: a lower role, reading only, some connections only.
          </p>
          <p>
            Sent as <code className="font-mono text-[13px]">Authorization: Bearer</code>.
          </p>
        </>
      }
    >
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      {secret !== null && (
        <ShownOnce title="Your new token" secret={secret} onDone={() => setSecret(null)}>
          It is not shown again. Keep it like a password: whoever has it can do what it may.
        </ShownOnce>
      )}
      {apiTokens.length > 0 ? (
        <ul
          aria-label="API tokens"
          className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
        >
          {apiTokens.map(token => (
            <TokenRow
              key={token.id}
              token={token}
              connections={connections}
              disabled={acting}
              onRevoke={() => void revoke(token.id)}
            />
          ))}
        </ul>
      ) : (
        !making && <p className="text-ink-faint">You have none.</p>
      )}
      {making ? (
        <NewToken
          connections={connections}
          onClose={() => setMaking(false)}
          onMade={made => {
            setSecret(made)
            setMaking(false)
            onChanged()
          }}
        />
      ) : (
        <div>
          <Button onClick={() => setMaking(true)}>
            <Plus aria-hidden className="size-4 text-ink-faint" />
            New token…
          </Button>
        </div>
      )}
    </DetailSection>
  )
}
