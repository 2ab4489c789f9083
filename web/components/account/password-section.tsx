import { useRef, useState } from 'react'
import { ChangePasswordDocument } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { DetailSection } from '../connections/detail-section.tsx'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'

/** The old one first: whoever sits at somebody else's screen does not have it. */
export function PasswordSection({ email, onChanged }: { email: string; onChanged: () => void }) {
  const form = useRef<HTMLFormElement>(null)
  const { acting, problem, act } = useAct(ChangePasswordDocument)
  const [changed, setChanged] = useState(false)
  const change = async () => {
    if (form.current === null) return
    const typed = new FormData(form.current)
    const text = (name: string) => {
      const value = typed.get(name)
      return typeof value === 'string' ? value : ''
    }
    setChanged(false)
    if ((await act({ current: text('current'), password: text('password') })) === null) return
    form.current.reset()
    setChanged(true)
    onChanged()
  }
  const wrong = (field: string) => problem?.fields?.find(each => each.field === field)?.message
  return (
    <DetailSection
      title="Password"
      words={
        <>
          <p>At least 10 characters. Long beats clever: four or five words that do not belong together.</p>
          <p>Changing it signs you out everywhere else.</p>
        </>
      }
    >
      <form
        ref={form}
        // Never by GET: a password has no place in an address.
        method="post"
        noValidate
        aria-label="Change password"
        onSubmit={event => {
          event.preventDefault()
          if (!acting) void change()
        }}
        className="grid max-w-md gap-4"
      >
        {changed && <Notice tone="calm" title="Your password is changed." />}
        {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
        {/* So that password managers know whose it is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field
          label="Old password"
          name="current"
          type="password"
          autoComplete="current-password"
          problem={wrong('current')}
        />
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          problem={wrong('password')}
        />
        <div>
          <Button type="submit" disabled={acting}>
            {acting ? 'Changing…' : 'Change password'}
          </Button>
        </div>
      </form>
    </DetailSection>
  )
}
