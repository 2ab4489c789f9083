import type { InputHTMLAttributes } from 'react'
import type { Problem } from '../../graphql/problem.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'

interface SignInFormProps {
  email: string | undefined
  problem: Problem | null
  busy: boolean
}

/** Where a password is to be replaced before anything else, and the one that was tried in its place. */
const CHOOSE_ANOTHER = ['ACCOUNTS_NEW_PASSWORD_NEEDED', 'ACCOUNTS_PASSWORD_REFUSED']

export function SignInForm({ email, problem, busy }: SignInFormProps) {
  const choosing = problem !== null && CHOOSE_ANOTHER.includes(problem.code)
  return (
    <div className="grid gap-4">
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={email}
        autoFocus={email === undefined}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus={email !== undefined}
        hint={choosing ? 'The one that you were given, once more' : undefined}
      />
      {choosing && (
        <Field
          label="New password"
          name="newPassword"
          type="password"
          autoComplete="new-password"
          hint="At least 10 characters: four or five words that do not belong together"
        />
      )}
      <Button look="filled" type="submit" className="mt-1 h-10" disabled={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </div>
  )
}

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string
  hint?: string
}

function Field({ label, hint, ...input }: FieldProps) {
  return (
    <label className="grid gap-1.5 font-medium">
      {label}
      <input
        required
        className="h-10 rounded-md border border-line-strong bg-surface px-3 font-normal transition-colors hover:border-ink-faint"
        {...input}
      />
      {hint !== undefined && <span className="text-sm font-normal text-ink-faint">{hint}</span>}
    </label>
  )
}
