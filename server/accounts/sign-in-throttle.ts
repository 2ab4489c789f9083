import { AppError } from '../errors.ts'
import type { AccountsOptions } from './accounts.ts'

const WINDOW_MS = 10 * 60_000
const PER_ACCOUNT_AND_ADDRESS = 10
const PER_ADDRESS = 30

/**
 * Counts wrong tries in the store, so that all processes see them. A try is counted before its password is looked at
 * (a hundred at once get no further than ten in a row) and forgotten when it was right. Somebody else's wrong tries from
 * another address never lock an account's owner out.
 */
export function createThrottle({ signInFailures, record, now, newId }: AccountsOptions) {
  return {
    async begin(email: string, address: string): Promise<{ succeeded(): Promise<void> }> {
      const at = now()
      const since = new Date(at.getTime() - WINDOW_MS)
      const id = newId()
      // Added before it is counted: of many at once, each sees itself and at least those that were added before it.
      await signInFailures.add({ id, email: email.slice(0, 320), address, at })
      const account = await signInFailures.countForAccount(email, address, since)
      const whole = await signInFailures.countForAddress(address, since)
      if (account.failures > PER_ACCOUNT_AND_ADDRESS || whole.failures > PER_ADDRESS) {
        // Waiting is not made longer by asking in vain.
        await signInFailures.remove(id)
        const oldest = (account.failures > PER_ACCOUNT_AND_ADDRESS ? account : whole).oldest ?? at
        const waitSeconds = Math.max(1, Math.ceil((oldest.getTime() + WINDOW_MS - at.getTime()) / 1000))
        await record({
          action: 'account.sign-in-failed',
          actorId: null,
          connectionId: null,
          subjectId: null,
          detail: { email: email.slice(0, 200), address, throttled: true },
        })
        throw new AppError('ACCOUNTS_THROTTLED', 'Too many wrong tries from this address', {
          hints: [`Wait ${waitSeconds} seconds, then try again`],
          retryable: true,
        })
      }
      return { succeeded: () => signInFailures.forget(email, address) }
    },
    async removeOld(): Promise<void> {
      await signInFailures.removeBefore(new Date(now().getTime() - WINDOW_MS))
    },
  }
}
