import { Star } from 'lucide-react'
import type { Kept } from '../../hooks/use-kept.ts'
import { Button } from '../parts/button.tsx'

/** Marks a question of one's own as a favourite, or no longer. */
export function StarButton({ keeping }: { keeping: Kept }) {
  const { kept, acting, setFavourite } = keeping
  return (
    <Button
      look="quiet"
      aria-pressed={kept.favourite}
      aria-label={`Favourite: ${kept.title ?? kept.text}`}
      title={kept.favourite ? 'A favourite of yours' : 'Make it a favourite'}
      disabled={acting}
      onClick={() => void setFavourite(!kept.favourite)}
    >
      <Star aria-hidden className={`size-4 ${kept.favourite ? 'fill-current text-caution' : ''}`} />
    </Button>
  )
}
