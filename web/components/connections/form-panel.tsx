import { LoaderCircle, PlugZap, Square } from 'lucide-react'
import type { ConnectionForm } from '../../hooks/use-connection-form.ts'
import { useElapsed } from '../../hooks/use-elapsed.ts'
import type { Problem } from '../../graphql/problem.ts'
import { Button } from '../parts/button.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { Notice } from '../parts/notice.tsx'
import { formatDuration } from '../parts/quantity.ts'
import { SqlBlock } from '../parts/sql-block.tsx'
import { CheckResult } from './check-result.tsx'

interface FormPanelProps {
  form: ConnectionForm
  saveWords: string
  /** What saving does before it saves. */
  saveNote: string
  saveDisabled: boolean
}

/** Beside the form: does it work, and the one button that keeps it. */
export function FormPanel({ form, saveWords, saveNote, saveDisabled }: FormPanelProps) {
  const { state } = form
  const busy = state.phase === 'testing' || state.phase === 'saving'
  const elapsedMs = useElapsed(busy)
  const missing = Object.keys(form.messages).length
  return (
    <section
      aria-label="Test and save"
      className="grid content-start gap-4 rounded-lg border border-line bg-surface p-5 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto"
    >
      <h2 className="text-xs font-medium text-ink-faint">Does it work?</h2>
      <div aria-live="polite" className="grid gap-3">
        {busy && (
          <p className="flex items-center gap-2.5">
            <LoaderCircle aria-hidden className="size-3.5 animate-spin text-accent" />
            {state.phase === 'testing' ? 'Connecting…' : 'Connecting, then saving…'}
            <span aria-hidden className="ml-auto text-xs text-ink-faint tabular-nums">
              {formatDuration(elapsedMs)}
            </span>
          </p>
        )}
        {state.phase === 'idle' && missing === 0 && (
          <p className="text-ink-soft">
            A test signs in, looks at what the login may do, and leaves. It saves and changes nothing.
          </p>
        )}
        {missing > 0 && !busy && state.phase !== 'failed' && state.phase !== 'tested' && (
          <p className="text-danger">
            {missing === 1 ? 'One field is not filled in yet.' : `${missing} fields are not filled in yet.`}
          </p>
        )}
        {state.phase === 'tested' && (
          <>
            {form.stale && (
              <p className="text-sm text-caution">You have changed something since. Test again to be sure.</p>
            )}
            <div className={form.stale ? 'opacity-60' : undefined}>
              <CheckResult check={state.check} />
            </div>
          </>
        )}
        {state.phase === 'failed' && <Failed problem={state.problem} save={state.doing === 'save'} />}
        {state.phase === 'stopped' && (
          <Notice
            tone="caution"
            title="You stopped waiting."
            hints={['It may have been saved all the same: the list of connections shows it.']}
          />
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {busy ? (
          <Button onClick={form.stop} aria-keyshortcuts="Escape">
            <Square aria-hidden className="size-3 fill-current" />
            {state.phase === 'saving' ? 'Stop waiting' : 'Cancel'}
            <KeyHint keys="Esc" />
          </Button>
        ) : (
          <Button onClick={form.test}>
            <PlugZap aria-hidden className="size-4" />
            {state.phase === 'tested' || state.phase === 'failed' ? 'Test again' : 'Test connection'}
          </Button>
        )}
      </div>
      <div className="grid gap-2.5 border-t border-line pt-4">
        <Button look="filled" type="submit" disabled={busy || saveDisabled} className="w-full">
          {saveWords}
        </Button>
        <p className="text-xs text-ink-faint">{saveNote}</p>
      </div>
    </section>
  )
}

/** Fields that are wrong have their messages with them; hints that are statements come to be copied. */
function Failed({ problem, save }: { problem: Problem; save: boolean }) {
  if (problem.code === 'UNAUTHENTICATED')
    return (
      <Notice
        tone="caution"
        title="You are signed out."
        hints={['Sign in in another tab, then come back: what you typed is still here.']}
      />
    )
  const hints = problem.fields.length > 0 ? [] : problem.hints
  return (
    <>
      <Notice
        tone={problem.retryable ? 'caution' : 'danger'}
        title={problem.message}
        hints={[...(save ? ['Nothing was saved.'] : []), ...hints.filter(hint => !hint.includes('\n'))]}
      />
      {hints
        .filter(hint => hint.includes('\n'))
        .map(sql => (
          <SqlBlock key={sql} label="For the server’s administrator" sql={sql} />
        ))}
    </>
  )
}
