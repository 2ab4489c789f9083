import { Arg, Authorized, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { OwnSession } from '../../accounts/accounts.ts'
import type { User } from '../../domain.ts'
import { AllowedTo } from '../allowed-to.ts'
import { credentialOf, signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { SessionType } from '../types/account-types.ts'
import { DemoAccountType, UserType } from '../types/user-type.ts'

/** Who is signed in, and what they do with their own account. */
@Resolver()
export class AccountResolver {
  @Query(() => UserType, { nullable: true })
  viewer(@Ctx() { user }: ApiContext): User | null {
    return user
  }

  @Query(() => [DemoAccountType], { description: 'For the sign-in page; empty outside of demo mode.' })
  demoAccounts(@Ctx() { demoAccounts }: ApiContext): readonly DemoAccountType[] {
    return demoAccounts
  }

  @Mutation(() => UserType, {
    description:
      'ACCOUNTS_NEW_PASSWORD_NEEDED where an administrator has chosen the password: then the same again, with `newPassword`.',
  })
  async signIn(
    @Arg('email', () => String) email: string,
    @Arg('password', () => String) password: string,
    @Arg('newPassword', () => String, { nullable: true }) newPassword: string | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<User> {
    const { accounts, address, userAgent, credential } = context
    const asked = { email, password, newPassword: newPassword ?? null, address, userAgent }
    const { user, cookie } = await accounts.signIn(asked)
    // Nobody knows the earlier session's id any more: it is not left open behind.
    if (credential?.kind === 'session' && context.user) await accounts.signOut(credential, context.user)
    context.setCookie(cookie)
    return user
  }

  @Authorized()
  @Mutation(() => Boolean, { description: 'False for an API token, which is revoked instead.' })
  async signOut(@Ctx() context: ApiContext): Promise<boolean> {
    const user = signedIn(context)
    const credential = credentialOf(context)
    if (credential.kind !== 'session') return false
    context.setCookie(await context.accounts.signOut(credential, user))
    return true
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Mutation(() => Boolean, {
    description: 'All sessions of the caller end; the one that asks gets another cookie.',
  })
  async changePassword(
    @Arg('current', () => String) current: string,
    @Arg('password', () => String) password: string,
    @Ctx() context: ApiContext,
  ): Promise<boolean> {
    const { accounts, address, userAgent } = context
    const begun = { address, userAgent }
    context.setCookie(await accounts.own.changePassword(signedIn(context), current, password, begun))
    return true
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Query(() => [SessionType], { description: 'Where the caller is signed in, last used first.' })
  sessions(@Ctx() context: ApiContext): Promise<OwnSession[]> {
    return context.accounts.own.sessions(signedIn(context), credentialOf(context))
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Mutation(() => Boolean, { description: 'False where the caller has no such session.' })
  endSession(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<boolean> {
    return context.accounts.own.endSession(signedIn(context), id)
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Mutation(() => Int, { description: 'All but the one that asks; answers how many there were.' })
  endOtherSessions(@Ctx() context: ApiContext): Promise<number> {
    return context.accounts.own.endOtherSessions(signedIn(context), credentialOf(context))
  }
}
