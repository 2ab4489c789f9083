import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import type { LinkedAccount } from '../../accounts/oauth/oauth.ts'
import type { Problem } from '../../domain.ts'
import { AllowedTo } from '../allowed-to.ts'
import { attemptCookie } from '../attempt-cookie.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { callbackOf } from '../serve-oauth.ts'
import { LinkedAccountType, SignInProviderType } from '../types/oauth-types.ts'
import { ProblemType } from '../types/problem-type.ts'

/** Signing in elsewhere. The browser goes there and comes back by the paths of serve-oauth.ts. */
@Resolver()
export class OAuthResolver {
  @Query(() => [SignInProviderType], { description: 'For the sign-in page; empty where none is configured.' })
  signInProviders(@Ctx() { oauth }: ApiContext): readonly SignInProviderType[] {
    return oauth.providers
  }

  @Query(() => ProblemType, {
    nullable: true,
    description: 'What a code means that the browser has brought back from a provider; null for any other.',
  })
  signInProblem(@Arg('code', () => String) code: string, @Ctx() { oauth }: ApiContext): Problem | null {
    const problem = oauth.problem(code)
    return problem && { ...problem, code: problem.code, message: problem.message }
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Query(() => [LinkedAccountType], { description: "The caller's own." })
  linkedAccounts(@Ctx() context: ApiContext): Promise<LinkedAccount[]> {
    return context.oauth.linked(signedIn(context))
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Mutation(() => String, {
    description:
      'Takes the password. Answers where the browser is to go, which gets a cookie to come back with.',
  })
  async linkAccount(
    @Arg('provider', () => String) provider: string,
    @Arg('password', () => String) password: string,
    @Ctx() context: ApiContext,
  ): Promise<string> {
    const { origin, address, oauth, setCookie, publicOrigins } = context
    const { url, secret } = await oauth.beginLinking(signedIn(context), provider, password, {
      ...{ redirectUri: callbackOf(origin, provider), returnTo: '/profile', address },
    })
    setCookie(attemptCookie(secret, publicOrigins))
    return url
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Mutation(() => Boolean, { description: 'False where there is nothing to unlink.' })
  unlinkAccount(
    @Arg('provider', () => String) provider: string,
    @Ctx() context: ApiContext,
  ): Promise<boolean> {
    return context.oauth.unlink(signedIn(context), provider)
  }
}
