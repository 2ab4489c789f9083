import { useState } from 'react'
import type { Role } from '../../graphql/generated/graphql.ts'
import { CreateUserDocument } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { Button } from '../parts/button.tsx'
import { ChoiceCards } from '../parts/choice-cards.tsx'
import { Field } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'

const ROLES = [
  { value: 'READ_ONLY', title: 'Reader', meaning: 'Asks, runs reads, and keeps a history.' },
  {
    value: 'DEVELOPER',
    title: 'Developer',
    meaning: 'Also manages development connections, proposes changes, and applies them there.',
  },
  {
    value: 'ADMIN',
    title: 'Administrator',
    meaning: 'Also manages users, production, settings and the audit.',
  },
] as const

interface NewUserProps {
  onMade: () => void
  onClose: () => void
}

export function NewUser({ onMade, onClose }: NewUserProps) {
  const [draft, setDraft] = useState({ email: '', name: '', password: '' })
  const [role, setRole] = useState<Role>('READ_ONLY')
  const { acting, problem, act } = useAct(CreateUserDocument)
  const wrong = (field: string) => problem?.fields?.find(each => each.field === field)?.message
  const typed = (field: keyof typeof draft) => ({
    name: `new-${field}`,
    value: draft[field],
    problem: wrong(field),
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [field]: event.target.value }),
  })
  const make = async () => {
    if ((await act({ ...draft, role, oneTime: true })) !== null) onMade()
  }
  return (
    <form
      method="post"
      noValidate
      aria-label="New user"
      onSubmit={event => {
        event.preventDefault()
        if (!acting) void make()
      }}
      className="grid gap-5 rounded-lg border border-line bg-surface p-5"
    >
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" autoFocus {...typed('name')} />
        <Field label="Email" type="email" {...typed('email')} />
      </div>
      <ChoiceCards legend="Role" name="new-role" value={role} choices={ROLES} onChoose={setRole} />
      <Field
        label="First password"
        type="text"
        spellCheck={false}
        hint="At least 10 characters. They choose another one when they first sign in."
        {...typed('password')}
      />
      <div className="flex flex-wrap gap-2">
        <Button look="filled" type="submit" disabled={acting}>
          {acting ? 'Making it…' : 'Make account'}
        </Button>
        <Button look="quiet" disabled={acting} onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  )
}
