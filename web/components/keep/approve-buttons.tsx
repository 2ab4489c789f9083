import type { Kept } from '../../hooks/use-kept.ts'
import { Button } from '../parts/button.tsx'

/** For those who approve: the team's, or not (any more). */
export function ApproveButtons({ keeping }: { keeping: Kept }) {
  const { kept, acting, approve } = keeping
  const name = kept.title ?? kept.text
  if (kept.sharing === null) return <span className="text-sm text-ink-soft">No longer shared</span>
  return kept.sharing === 'REQUESTED' ? (
    <>
      <Button disabled={acting} aria-label={`Approve: ${name}`} onClick={() => void approve(true)}>
        Approve
      </Button>
      <Button
        look="quiet"
        disabled={acting}
        aria-label={`Decline: ${name}`}
        onClick={() => void approve(false)}
      >
        Decline
      </Button>
    </>
  ) : (
    <Button
      look="quiet"
      disabled={acting}
      aria-label={`Take the approval back: ${name}`}
      onClick={() => void approve(false)}
    >
      Take approval back
    </Button>
  )
}
