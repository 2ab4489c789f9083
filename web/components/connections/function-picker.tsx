import { Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { AddedFunctionsDocument } from '../../graphql/generated/graphql.ts'
import type { AllowedFunctionsControl } from '../../hooks/use-allowed-functions.ts'
import { useLater } from '../../hooks/use-later.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { countOf } from '../parts/quantity.ts'
import { functionsToChoose } from './functions-to-choose.ts'
import type { AddedFunction } from './functions-to-choose.ts'
import { FunctionChoice } from './function-choice.tsx'

/** More than these are searched, not read through. */
const SHOWN = 100
const NONE: readonly AddedFunction[] = []

interface FunctionPickerProps {
  connectionId: string
  control: AllowedFunctionsControl
  onDone: () => void
}

/** The functions that were added to the server: chosen, read once more what that means, then listed. */
export function FunctionPicker({ connectionId, control, onDone }: FunctionPickerProps) {
  const { data, problem, loading, again } = useLater(AddedFunctionsDocument, { id: connectionId })
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const search = useDeferredValue(typed)
  const added = data?.connection?.addedFunctions ?? NONE
  const { choices, allowedAnyway } = functionsToChoose(added, control.listed, search)
  const toggle = (path: string) =>
    setChosen(paths => (paths.includes(path) ? paths.filter(each => each !== path) : [...paths, path]))
  const list = () =>
    void control.list(chosen).then(done => {
      if (done) onDone()
    })

  return (
    <section
      aria-label="List functions"
      onKeyDown={event => {
        if (event.key === 'Escape') onDone()
      }}
      className="overflow-hidden rounded-lg border border-line bg-surface"
    >
      <label className="relative block">
        <span className="sr-only">Search functions</span>
        <Search aria-hidden className="absolute top-3 left-4 size-3.5 text-ink-faint" />
        <input
          value={typed}
          onChange={event => setTyped(event.target.value)}
          // It was opened to be typed into.
          ref={focusOnce}
          placeholder="Search functions, extensions and what uses them"
          className="h-10 w-full bg-transparent pr-4 pl-11 placeholder:text-ink-faint focus-visible:outline-offset-[-2px]"
        />
      </label>
      {problem !== null && (
        <div className="border-t border-line p-4">
          <ProblemNotice problem={problem} retryWords="Read again" onRetry={again} />
        </div>
      )}
      <ul
        aria-label="Functions that were added to this server"
        className="max-h-80 divide-y divide-line overflow-y-auto border-t border-line"
      >
        {choices.slice(0, SHOWN).map(choice => (
          <li key={choice.path}>
            <FunctionChoice
              choice={choice}
              chosen={chosen.includes(choice.path)}
              onToggle={() => toggle(choice.path)}
            />
          </li>
        ))}
      </ul>
      <div
        aria-live="polite"
        className="grid gap-1 border-t border-line px-4 py-2.5 text-sm text-ink-faint empty:hidden"
      >
        {loading && data === null && <p className="animate-breathe">Asking the server for its functions…</p>}
        {data !== null && choices.length === 0 && (
          <p>{search.trim() === '' ? 'There is none that is not listed.' : 'Nothing by that name.'}</p>
        )}
        {choices.length > SHOWN && <p>The first {SHOWN}; search to find others.</p>}
        {allowedAnyway > 0 && (
          <p>{countOf(allowedAnyway, 'function')} of extensions that only compute can be called anyway.</p>
        )}
      </div>
      <div className="grid gap-3 border-t border-line bg-sunken p-4">
        {chosen.length > 0 && (
          <Notice
            tone="caution"
            title={`Everybody here can then have ${chosen.join(', ')} called by a query.`}
            hints={[
              'What a function does inside is not seen by this app: it may read files, reach other servers, wait, or run SQL of its own. It runs in a transaction that cannot write, with the rights of the login, or of whoever made it.',
              'List only what you have read, and what nobody can change whom you would not trust with it.',
            ]}
          />
        )}
        <div className="flex flex-wrap gap-2">
          <Button look="filled" disabled={chosen.length === 0 || control.saving} onClick={list}>
            {chosen.length === 0 ? 'Choose functions' : `List ${countOf(chosen.length, 'function')}`}
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </div>
      </div>
    </section>
  )
}

function focusOnce(input: HTMLInputElement | null): void {
  input?.focus()
}
