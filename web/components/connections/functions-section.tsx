import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { ConnectionDetailsFragment } from '../../graphql/generated/graphql.ts'
import { useAllowedFunctions } from '../../hooks/use-allowed-functions.ts'
import { useMay } from '../../hooks/use-may.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { DetailSection } from './detail-section.tsx'
import { FunctionPicker } from './function-picker.tsx'

interface FunctionsSectionProps {
  connection: ConnectionDetailsFragment
  onSaved: () => void
}

/** Which functions that people or extensions have added queries may call. */
export function FunctionsSection({ connection, onSaved }: FunctionsSectionProps) {
  const control = useAllowedFunctions(connection, onSaved)
  const [choosing, setChoosing] = useState(false)
  const mayList = useMay()('ALLOW_FUNCTIONS')
  const { listed, saving, problem } = control
  return (
    <DetailSection
      title="Functions"
      words={
        <>
          <p>
            The server’s own harmless functions can always be called. Those that people or extensions have
            added may do anything, so queries that call them, or read a view that does, are refused until an
            administrator lists them here.
          </p>
          {!mayList && <p>Administrators list functions.</p>}
        </>
      }
    >
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      {listed.length > 0 ? (
        <ul
          aria-label="Functions that queries may call"
          className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
        >
          {listed.map(path => (
            <li key={path} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
              <span className="min-w-0 flex-1 basis-56 font-mono text-[13px] wrap-anywhere">{path}</span>
              {mayList && (
                <Button
                  look="quiet"
                  disabled={saving}
                  aria-label={`Take off ${path}`}
                  onClick={() => control.takeOff(path)}
                >
                  Take off
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        !choosing && <p className="text-ink-faint">None is listed.</p>
      )}
      {mayList && !choosing && (
        <div>
          <Button onClick={() => setChoosing(true)}>
            <Plus aria-hidden className="size-4 text-ink-faint" />
            List functions…
          </Button>
        </div>
      )}
      {mayList && choosing && (
        <FunctionPicker connectionId={connection.id} control={control} onDone={() => setChoosing(false)} />
      )}
    </DetailSection>
  )
}
