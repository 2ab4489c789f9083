import type { Role } from '../../graphql/generated/graphql.ts'
import { Button } from '../parts/button.tsx'
import { QuestionDialog } from '../parts/question-dialog.tsx'
import { ROLE_WORDS } from '../parts/words.ts'

/** What is to be done to a user, once it is confirmed. */
export type Pending =
  { kind: 'role'; role: Role } | { kind: 'disable' } | { kind: 'reset' } | { kind: 'sign-out' }

interface ConfirmActProps {
  pending: Pending
  name: string
  isSelf: boolean
  acting: boolean
  onConfirm: () => void
  onClose: () => void
}

export function ConfirmAct({ pending, name, isSelf, acting, onConfirm, onClose }: ConfirmActProps) {
  const { title, words, button } = wordsOf(pending, name, isSelf)
  return (
    <QuestionDialog
      open
      title={title}
      onClose={() => !acting && onClose()}
      answers={
        <>
          <Button disabled={acting} onClick={onClose}>
            Leave it
          </Button>
          <Button look="danger" disabled={acting} onClick={onConfirm}>
            {acting ? 'One moment…' : button}
          </Button>
        </>
      }
    >
      <p>{words}</p>
    </QuestionDialog>
  )
}

function wordsOf(pending: Pending, name: string, isSelf: boolean) {
  switch (pending.kind) {
    case 'role': {
      const role = ROLE_WORDS[pending.role].toLowerCase()
      return {
        title: isSelf
          ? `Make yourself a ${role}?`
          : `Make ${name} ${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}?`,
        words: `${isSelf ? 'You are' : `${name} is`} signed out everywhere, and what runs for ${isSelf ? 'you' : 'them'} ends. Their API tokens give no more than the new role.`,
        button: 'Change the role',
      }
    }
    case 'disable':
      return {
        title: `Disable ${name}?`,
        words: `${name} is signed out everywhere and cannot sign in, and their API tokens are good for nothing. Their history stays; you can enable them again.`,
        button: 'Disable',
      }
    case 'reset':
      return {
        title: `Set a one-time password for ${name}?`,
        words: `${name} is signed out everywhere. You are shown a password once, to give to them; with it they choose one of their own.`,
        button: 'Set it',
      }
    case 'sign-out':
      return {
        title: `End all sessions and tokens of ${name}?`,
        words: `${name} has to sign in again, what runs for them ends, and scripts with their tokens stop working for good.`,
        button: 'End them',
      }
  }
}
