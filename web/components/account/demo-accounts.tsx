import { Form } from '@remix-run/react'
import type { SignInOptionsQuery } from '../../graphql/generated/graphql.ts'
import { ROLE_WORDS } from '../parts/words.ts'

/** The accounts of demo mode, one press each: they are public there by design. */
export function DemoAccounts({ accounts }: { accounts: SignInOptionsQuery['demoAccounts'] }) {
  return (
    <section aria-labelledby="demo-accounts" className="mt-10 border-t border-line pt-6">
      <h2 id="demo-accounts" className="text-ink-soft">
        This is a demo. Come in as
      </h2>
      <ul className="mt-3 grid grid-cols-3 gap-2">
        {accounts.map(({ email, role, password }) => (
          <li key={email}>
            <Form method="post" reloadDocument>
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="password" value={password} />
              <button
                type="submit"
                title={email}
                className="h-10 w-full rounded-md border border-line-strong bg-surface text-sm font-medium transition-colors hover:border-accent hover:text-accent"
              >
                {ROLE_WORDS[role]}
              </button>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}
