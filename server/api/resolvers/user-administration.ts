import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import type { User } from '../../domain.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { AccountType, OneTimePasswordType } from '../types/account-types.ts'
import { Role } from '../types/enums.ts'
import { UserType } from '../types/user-type.ts'

@Resolver()
export class UserAdministration {
  @AllowedTo('SEE_USERS')
  @Query(() => [UserType], { description: 'All of them, oldest first.' })
  users(@Ctx() { accounts }: ApiContext): Promise<User[]> {
    return accounts.administration.list()
  }

  @AllowedTo('SEE_USERS')
  @Query(() => [AccountType], {
    description: 'All users with what administrators see of them, oldest first.',
  })
  async accounts(@Ctx() { accounts }: ApiContext): Promise<AccountType[]> {
    const found = await accounts.administration.list()
    return found.map(account => ({ ...account, user: account }))
  }

  @AllowedTo('MANAGE_USERS')
  @Mutation(() => UserType)
  createUser(
    @Arg('email', () => String) email: string,
    @Arg('name', () => String) name: string,
    @Arg('password', () => String) password: string,
    @Arg('role', () => Role) role: Role,
    @Arg('oneTime', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'They have to choose another password when they first sign in.',
    })
    oneTime: boolean | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<User> {
    const given = { email, name, password, role, oneTime: oneTime ?? false }
    return context.accounts.administration.create(signedIn(context), given)
  }

  @AllowedTo('MANAGE_USERS')
  @Mutation(() => UserType, {
    description: 'All their sessions end. One administrator is always left: ACCOUNTS_LAST_ADMIN.',
  })
  setUserRole(
    @Arg('userId', () => ID) userId: string,
    @Arg('role', () => Role) role: Role,
    @Ctx() context: ApiContext,
  ): Promise<User> {
    return context.accounts.administration.setRole(signedIn(context), userId, role)
  }

  @AllowedTo('MANAGE_USERS')
  @Mutation(() => UserType, {
    description:
      'Who is disabled cannot sign in, their sessions end, and their tokens are good for nothing. One administrator is always left: ACCOUNTS_LAST_ADMIN.',
  })
  setUserDisabled(
    @Arg('userId', () => ID) userId: string,
    @Arg('disabled', () => Boolean) disabled: boolean,
    @Ctx() context: ApiContext,
  ): Promise<User> {
    return context.accounts.administration.setDisabled(signedIn(context), userId, disabled)
  }

  @AllowedTo('MANAGE_USERS')
  @Mutation(() => OneTimePasswordType, {
    description:
      "Makes a password for somebody else's account that is good for choosing another one. Their sessions end.",
  })
  resetUserPassword(
    @Arg('userId', () => ID) userId: string,
    @Ctx() context: ApiContext,
  ): Promise<OneTimePasswordType> {
    return context.accounts.administration.resetPassword(signedIn(context), userId)
  }

  @AllowedTo('MANAGE_USERS')
  @Mutation(() => UserType, {
    description: 'Ends all sessions of somebody else, and revokes their tokens if that is wanted.',
  })
  signOutUser(
    @Arg('userId', () => ID) userId: string,
    @Arg('revokeTokens', () => Boolean, { nullable: true, defaultValue: false })
    revokeTokens: boolean | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<User> {
    return context.accounts.administration.signOut(signedIn(context), userId, revokeTokens ?? false)
  }
}
