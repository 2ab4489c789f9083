import { ClipboardPaste } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from '../parts/button.tsx'
import { describedBy, FieldNotes, INPUT_LOOK } from '../parts/field.tsx'
import type { Engine } from '../../graphql/generated/graphql.ts'
import { EXAMPLE_URLS, parseConnectionUrl } from './parse-connection-url.ts'
import type { ConnectionUrl } from './parse-connection-url.ts'

interface PasteUrlProps {
  /** Whose URL is shown as an example. */
  engine: Engine
  onFound: (found: ConnectionUrl) => void
}

/**
 * Takes a connection URL apart into the fields below. Once it is understood the text is gone from here: it holds a
 * password, which from then on stands in its own, hidden field only. It is never part of the form that is sent.
 */
export function PasteUrl({ engine, onFound }: PasteUrlProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [said, setSaid] = useState<readonly string[]>([])

  const read = (pasted: string) => {
    const parsed = parseConnectionUrl(pasted)
    setText(parsed.ok ? '' : pasted)
    setProblem(parsed.ok ? undefined : parsed.message)
    setSaid(parsed.ok ? [whatWasFound(parsed.found), ...parsed.found.notes] : [])
    if (parsed.ok) onFound(parsed.found)
  }

  const hint = 'postgres://, mysql://, jdbc:… or host=… dbname=…. It fills in the fields below.'
  return (
    <div className="grid gap-1.5 rounded-lg border border-dashed border-line-strong bg-sunken p-4">
      <label htmlFor={id} className="flex items-center gap-2 font-medium">
        <ClipboardPaste aria-hidden className="size-4 text-ink-faint" />
        Paste a connection URL
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          type="text"
          value={text}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          data-1p-ignore=""
          data-lpignore="true"
          placeholder={EXAMPLE_URLS[engine]}
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={describedBy(id, hint, problem)}
          onChange={event => setText(event.target.value)}
          onPaste={event => {
            const pasted = event.clipboardData.getData('text')
            if (text !== '' || pasted.trim() === '') return
            event.preventDefault()
            read(pasted)
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            if (text.trim() !== '') read(text)
          }}
          className={`${INPUT_LOOK} font-mono text-[13px]`}
        />
        {text.trim() !== '' && <Button onClick={() => read(text)}>Fill in</Button>}
      </div>
      <FieldNotes id={id} hint={hint} problem={problem} />
      <div aria-live="polite">
        {said.map(words => (
          <p key={words} className="animate-rise text-sm text-ink-soft">
            {words}
          </p>
        ))}
      </div>
    </div>
  )
}

function whatWasFound({ host, port, database, username, password, tls }: ConnectionUrl): string {
  const parts = [
    [host === undefined ? undefined : `${host}:${port}`, 'host and port'],
    [database, 'database'],
    [username, 'user'],
    [password, 'password (hidden)'],
    [tls, 'encryption'],
  ]
  const found = parts.filter(([value]) => value !== undefined).map(([, words]) => words)
  return `Filled in: ${['engine', ...found].join(', ')}.`
}
