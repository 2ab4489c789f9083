import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { Kept } from '../../hooks/use-kept.ts'
import { useMay } from '../../hooks/use-may.ts'
import { Button } from '../parts/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../parts/menu.tsx'
import { QuestionDialog } from '../parts/question-dialog.tsx'
import { TitleDialog } from './title-dialog.tsx'

interface KeepMenuProps {
  keeping: Kept
  /** The SQL that would be shared: what is on the screen, else the newest. */
  queryId?: string
  /** False where there is no SQL that may run. */
  shareable: boolean
  onDeleted: () => void
}

/** What else can be done with a question of one's own. */
export function KeepMenu({ keeping, queryId, shareable, onDeleted }: KeepMenuProps) {
  const { kept, acting, setFavourite, share, withdraw, remove } = keeping
  const [asking, setAsking] = useState<'title' | 'share' | 'delete' | null>(null)
  const approves = useMay()('APPROVE_QUERIES')
  const close = () => setAsking(null)
  const offersOther = queryId !== undefined && queryId !== kept.sharedQuery?.id
  return (
    <>
      <Menu
        trigger={
          <Button look="quiet" aria-label={`More for: ${kept.title ?? kept.text}`} disabled={acting}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        <MenuItem onSelect={() => setAsking('title')}>
          {kept.title === null ? 'Favourite with a title…' : 'Change its title…'}
        </MenuItem>
        {shareable && (kept.sharing === null || offersOther) && (
          <MenuItem onSelect={() => setAsking('share')}>
            {kept.sharing === null ? 'Share with the team…' : 'Share this SQL instead…'}
          </MenuItem>
        )}
        {kept.sharing !== null && (
          <MenuItem onSelect={() => void withdraw()}>Withdraw from the team</MenuItem>
        )}
        <MenuSeparator />
        <MenuItem onSelect={() => setAsking('delete')}>Delete question…</MenuItem>
      </Menu>
      <TitleDialog
        heading="A favourite with a title"
        open={asking === 'title'}
        title={kept.title ?? ''}
        act="Save"
        onAct={title => void setFavourite(true, title).then(close)}
        onClose={close}
      >
        Favourites are offered while you type, and answer the same question without a new reading.
      </TitleDialog>
      <TitleDialog
        heading="Share with the team"
        open={asking === 'share'}
        title={kept.title ?? ''}
        act="Share"
        onAct={title => void share(title, queryId).then(close)}
        onClose={close}
      >
        {approves
          ? 'Everybody who sees this connection will be offered this question with its SQL, and your name.'
          : 'Once a developer or an administrator has approved it, everybody who sees this connection will be offered this question with its SQL, and your name.'}
      </TitleDialog>
      <QuestionDialog
        title="Delete this question?"
        open={asking === 'delete'}
        onClose={close}
        answers={
          <>
            <Button onClick={close}>Keep it</Button>
            <Button
              look="danger"
              onClick={() =>
                void remove().then(removed => {
                  close()
                  if (removed) onDeleted()
                })
              }
            >
              Delete
            </Button>
          </>
        }
      >
        <p>
          The question, its SQL and what is known of its runs are gone from the history
          {kept.sharing === null ? '' : ', for the team too'}. That it was asked stays in the audit.
        </p>
      </QuestionDialog>
    </>
  )
}
