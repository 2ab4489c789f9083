import { Check, Hourglass } from 'lucide-react'
import type { KeptPartsFragment } from '../../graphql/generated/graphql.ts'

/** How far a question has come on the way to being the team's; nothing for one that is its author's alone. */
export function SharingMark({ kept }: { kept: Pick<KeptPartsFragment, 'sharing' | 'approvedBy'> }) {
  const { sharing, approvedBy } = kept
  if (sharing === null) return null
  const [look, Icon, words] =
    sharing === 'APPROVED'
      ? (['bg-safe-soft text-safe', Check, 'Approved for the team'] as const)
      : (['bg-caution-soft text-caution', Hourglass, 'Waits for approval'] as const)
  return (
    <span
      title={approvedBy === null ? undefined : `Approved by ${approvedBy.name}`}
      className={`inline-flex items-center gap-1 rounded-full px-2 text-xs leading-5 font-medium whitespace-nowrap ${look}`}
    >
      <Icon aria-hidden className="size-3" />
      {words}
    </span>
  )
}
