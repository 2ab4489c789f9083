import { Link } from '@remix-run/react'
import { Recycle } from 'lucide-react'
import type { QueryPartsFragment } from '../../graphql/generated/graphql.ts'
import { useHere } from '../../hooks/use-here.ts'
import { Button } from '../parts/button.tsx'
import { workspacePath } from './workspace-path.ts'

interface TakenAgainProps {
  query: QueryPartsFragment
  onFresh?: () => void
}

/** Where an answer that was not made for this question comes from; and the way to one that is. */
export function TakenAgain({ query: { reusedFrom }, onFresh }: TakenAgainProps) {
  const here = useHere()
  return (
    <div className="flex basis-full flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
      <p className="min-w-0 wrap-anywhere">
        <Recycle aria-hidden className="mr-1.5 inline size-3.5" />
        {reusedFrom === null ? (
          'Taken again from an earlier answer that is no longer there'
        ) : (
          <>
            {reusedFrom.mine ? 'Taken again from your own ' : `Taken again from ${reusedFrom.author.name}’s `}
            {reusedFrom.sharing === 'APPROVED' ? 'approved query ' : 'favourite '}
            <Link
              to={workspacePath({ connectionId: here?.id ?? '', promptId: reusedFrom.id })}
              className="underline decoration-line-strong underline-offset-4 hover:text-accent"
            >
              {reusedFrom.title ?? reusedFrom.text}
            </Link>
          </>
        )}
        {', checked anew just now.'}
      </p>
      {onFresh !== undefined && (
        <Button look="quiet" onClick={onFresh}>
          Read it afresh
        </Button>
      )}
    </div>
  )
}
