import { Link } from '@remix-run/react'
import { LoaderCircle, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { FormEvent } from 'react'
import type { AuditVerificationQuery } from '../../graphql/generated/graphql.ts'
import { useVerification } from '../../hooks/use-verification.ts'
import { Button } from '../parts/button.tsx'
import { INPUT_LOOK } from '../parts/field.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { Notice } from '../parts/notice.tsx'
import { countOf } from '../parts/quantity.ts'
import { AUDIT_PATH } from './audit-search.ts'

/** Whether the chain is whole, as of now, and a way to hold it against a line of the log. */
export function ChainState() {
  const { verifying, found, problem, verify } = useVerification()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = new FormData(event.currentTarget).get('checkpoint')
    verify(typeof text === 'string' && text.trim() !== '' ? text.trim() : null)
  }
  return (
    <section
      aria-label="The chain"
      className="grid grid-cols-1 gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <div aria-live="polite">
        {verifying && (
          <p className="flex items-center gap-2 text-ink-soft">
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            Looking at every event …
          </p>
        )}
        {problem && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
        {found && <Found found={found} />}
      </div>
      <details>
        <summary className="cursor-pointer text-sm text-ink-soft">
          Hold it against a checkpoint of the log
        </summary>
        <form onSubmit={submit} className="mt-2 flex flex-wrap gap-2">
          <label className="min-w-0 flex-1 basis-80">
            <span className="sr-only">Sequence and hash of a checkpoint</span>
            <input
              name="checkpoint"
              placeholder="123:9f86d081884c7d65…"
              className={`${INPUT_LOOK} font-mono text-sm`}
            />
          </label>
          <Button type="submit" disabled={verifying}>
            Verify
          </Button>
        </form>
        <p className="mt-1.5 text-sm text-ink-faint">
          An end that is cut off, or a chain that was written anew, is in order by itself. A line “audit
          checkpoint” of the server’s log knows better.
        </p>
      </details>
    </section>
  )
}

function Found({ found }: { found: AuditVerificationQuery['auditVerification'] }) {
  const { ok, checked, firstBroken, problem, head, cut } = found
  const Icon = ok ? ShieldCheck : ShieldAlert
  return (
    <div className="flex items-start gap-3">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${ok ? 'text-safe' : 'text-danger'}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {ok ? `Whole: ${countOf(checked, 'event')} in order` : `Broken at event ${firstBroken}`}
        </p>
        {!ok && (
          <p>
            {problem}. {countOf(checked, 'event')} before it in order.{' '}
            {firstBroken != null && (
              <Link to={`${AUDIT_PATH}/${firstBroken}`} className="text-accent underline">
                Look at it
              </Link>
            )}
          </p>
        )}
        {cut && (
          <p className="text-sm text-ink-soft">
            Events up to {cut.sequence} were old enough and cut off, <LocalTime at={cut.at} />, signed with
            the key {cut.keyId}.
          </p>
        )}
        {ok && head && (
          <p className="truncate font-mono text-xs text-ink-faint" title={`${head.sequence}:${head.hash}`}>
            {head.sequence}:{head.hash}
          </p>
        )}
      </div>
    </div>
  )
}
