import { useRef } from 'react'
import type { LinkedAccountsQuery } from '../../graphql/generated/graphql.ts'
import { LinkAccountDocument, UnlinkAccountDocument } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { DetailSection } from '../connections/detail-section.tsx'
import { Button } from '../parts/button.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { Notice } from '../parts/notice.tsx'

interface LinkedAccountsSectionProps {
  options: LinkedAccountsQuery
  onChanged: () => void
}

/** Other ways to sign in. Linking takes the password; then the browser goes to the provider and comes back here. */
export function LinkedAccountsSection({ options, onChanged }: LinkedAccountsSectionProps) {
  const { signInProviders: providers, linkedAccounts: linked, signInProblem: problem } = options
  const unlinking = useAct(UnlinkAccountDocument)
  const unlink = async (provider: string) => {
    if ((await unlinking.act({ provider })) !== null) onChanged()
  }
  const open = providers.filter(({ id }) => linked.every(({ provider }) => provider !== id))
  if (providers.length === 0 && linked.length === 0) return null
  return (
    <DetailSection
      title="Other ways to sign in"
      words={
        <p>An account elsewhere opens this one only after you have linked it here, with your password.</p>
      }
    >
      {problem && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      {unlinking.problem !== null && (
        <Notice tone="danger" title={unlinking.problem.message} hints={unlinking.problem.hints} />
      )}
      {linked.length > 0 && (
        <ul
          aria-label="Linked accounts"
          className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
        >
          {linked.map(({ provider, name, email, linkedAt }) => (
            <li key={provider} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
              <div className="min-w-0 flex-1 basis-64">
                <p className="font-medium">{name}</p>
                <p className="text-sm text-ink-soft">
                  {email ?? 'no verified address'} · linked <LocalTime at={linkedAt} />
                </p>
              </div>
              <Button look="quiet" disabled={unlinking.acting} onClick={() => void unlink(provider)}>
                Unlink
              </Button>
            </li>
          ))}
        </ul>
      )}
      {open.length > 0 && <LinkForm providers={open} />}
    </DetailSection>
  )
}

function LinkForm({ providers }: { providers: LinkedAccountsQuery['signInProviders'] }) {
  const password = useRef<HTMLInputElement>(null)
  const { acting, problem, act } = useAct(LinkAccountDocument)
  const link = async (provider: string) => {
    const done = await act({ provider, password: password.current?.value ?? '' })
    if (done !== null) window.location.assign(done.linkAccount)
  }
  return (
    <div className="grid max-w-md gap-3">
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <label className="grid gap-1.5 font-medium">
        Your password
        <input
          ref={password}
          type="password"
          autoComplete="current-password"
          className="h-10 rounded-md border border-line-strong bg-surface px-3 font-normal transition-colors hover:border-ink-faint"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        {providers.map(({ id, name }) => (
          <Button key={id} disabled={acting} onClick={() => void link(id)}>
            Link {name}
          </Button>
        ))}
      </div>
    </div>
  )
}
