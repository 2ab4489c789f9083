import { Arg, Authorized, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import type { User } from '../../domain.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { DemoAccountType, UserType } from '../types/user-type.ts'

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

  @Mutation(() => UserType)
  async signIn(
    @Arg('email', () => String) email: string,
    @Arg('password', () => String) password: string,
    @Ctx() { accounts, address, setCookie }: ApiContext,
  ): Promise<User> {
    const { user, cookie } = await accounts.signIn(email, password, address)
    setCookie(cookie)
    return user
  }

  @Authorized()
  @Mutation(() => Boolean)
  async signOut(@Ctx() context: ApiContext): Promise<boolean> {
    const user = signedIn(context)
    if (context.sessionId === null) return false
    context.setCookie(await context.accounts.signOut(context.sessionId, user))
    return true
  }
}
