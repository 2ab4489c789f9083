import type { AuditRecord } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { SignInFailures } from '../store/sign-in-failures.ts'
import { networkOf } from './network-of.ts'

const WINDOW_MS = 10 * 60_000
const PER_ACCOUNT_AND_ADDRESS = 10
const PER_ADDRESS = 30

export interface ThrottleOptions {
  signInFailures: SignInFailures
  record: (event: AuditRecord) => Promise<void>
  now: () => Date
  newId: () => string
}

export type Throttle = ReturnType<typeof createThrottle>

/**
 * Counts wrong tries in the store, so that all processes see them. A try is counted before its password is looked at
 * (a hundred at once get no further than ten in a row) and forgotten when it was right. Somebody else's wrong tries from
 * another address never lock an account's owner out.
 */
export function createThrottle({ signInFailures, record, now, newId }: ThrottleOptions) {
  return {
    async begin(email: string, address: string): Promise<{ succeeded(): Promise<void> }> {
      const at = now()
      const since = new Date(at.getTime() - WINDOW_MS)
      const id = newId()
      const network = networkOf(address)
      const account = email.slice(0, 320)
      // Added before it is counted: of many at once, each sees itself and at least those that were added before it.
      await signInFailures.add({ id, email: account, address: network, at })
      const [ofAccount, ofAll] = await Promise.all([
        signInFailures.countForAccount(account, network, since),
        signInFailures.countForAddress(network, since),
      ])
      const tooMany = ofAccount.failures > PER_ACCOUNT_AND_ADDRESS
      if (tooMany || ofAll.failures > PER_ADDRESS) {
        // Waiting is not made longer by asking in vain.
        await signInFailures.remove(id)
        const oldest = (tooMany ? ofAccount : ofAll).oldest ?? at
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
      return { succeeded: () => signInFailures.forget(account, network) }
    },
    async removeOld(): Promise<void> {
      await signInFailures.removeBefore(new Date(now().getTime() - WINDOW_MS))
    },
  }
}
