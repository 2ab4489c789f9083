import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import type { ApiToken } from '../../accounts/accounts.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { ApiTokenType, NewApiTokenType } from '../types/account-types.ts'
import { Role } from '../types/enums.ts'
import { DateTimeScalar } from '../types/scalars.ts'

@Resolver()
export class TokenResolver {
  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Query(() => [ApiTokenType], { description: "The caller's own, oldest first, expired ones too." })
  apiTokens(@Ctx() context: ApiContext): Promise<ApiToken[]> {
    return context.accounts.tokens.list(signedIn(context))
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Mutation(() => NewApiTokenType)
  createApiToken(
    @Arg('name', () => String) name: string,
    @Arg('expiresAt', () => DateTimeScalar, { nullable: true }) expiresAt: Date | null | undefined,
    @Arg('role', () => Role, {
      nullable: true,
      description: "At most; the caller's own when it is left away.",
    })
    role: Role | null | undefined,
    @Arg('readOnly', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'It asks and reads, and changes nothing.',
    })
    readOnly: boolean | null | undefined,
    @Arg('connectionIds', () => [ID], {
      nullable: true,
      description: 'The connections that it is for; all when it is left away.',
    })
    connectionIds: string[] | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<{ token: ApiToken; secret: string }> {
    return context.accounts.tokens.create(signedIn(context), {
      name,
      expiresAt: expiresAt ?? null,
      role: role ?? null,
      readOnly: readOnly ?? false,
      connectionIds: connectionIds ?? null,
    })
  }

  @AllowedTo('MANAGE_OWN_ACCOUNT')
  @Mutation(() => Boolean, { description: 'False where the caller has no such token.' })
  revokeApiToken(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<boolean> {
    return context.accounts.tokens.revoke(signedIn(context), id)
  }
}
