import type { InputHTMLAttributes } from 'react'
import type { Problem } from '../../graphql/problem.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'

interface SignInFormProps {
  email: string | undefined
  problem: Problem | null
  busy: boolean
}

export function SignInForm({ email, problem, busy }: SignInFormProps) {
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
      />
      <Button look="filled" type="submit" className="mt-1 h-10" disabled={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </div>
  )
}

function Field({ label, ...input }: InputHTMLAttributes<HTMLInputElement> & { label: string }) {
  return (
    <label className="grid gap-1.5 font-medium">
      {label}
      <input
        required
        className="h-10 rounded-md border border-line-strong bg-surface px-3 font-normal transition-colors hover:border-ink-faint"
        {...input}
      />
    </label>
  )
}
