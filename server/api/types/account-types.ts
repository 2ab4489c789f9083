import { Field, ID, Int, ObjectType } from 'type-graphql'
import { Role } from './enums.ts'
import { DateTimeScalar } from './scalars.ts'
import { UserType } from './user-type.ts'

@ObjectType('Account', { description: 'A user as administrators see them.' })
export class AccountType {
  @Field(() => UserType) user!: UserType
  @Field(() => DateTimeScalar, { nullable: true, description: 'Null: they may sign in.' })
  disabledAt!: Date | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'To the minute.' })
  lastSeenAt!: Date | null
  @Field(() => Boolean, { description: 'False where they sign in another way.' })
  hasPassword!: boolean
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Somebody else has chosen their password: until then it is good for choosing another one, and nothing else.',
  })
  oneTimeUntil!: Date | null
  @Field(() => Int, { description: 'Places where they are signed in now.' }) sessionCount!: number
  @Field(() => Int, { description: 'Their API tokens, expired ones too.' }) tokenCount!: number
}

@ObjectType('OneTimePassword', { description: 'A password that is good for choosing another one.' })
export class OneTimePasswordType {
  @Field(() => UserType) user!: UserType
  @Field(() => String, { description: 'Shown this once and stored only as a hash.' }) password!: string
  @Field(() => DateTimeScalar) until!: Date
}

@ObjectType('Session', { description: 'A place where somebody has signed in.' })
export class SessionType {
  @Field(() => ID) id!: string
  @Field(() => DateTimeScalar) createdAt!: Date
  @Field(() => DateTimeScalar, { description: 'To the minute.' }) lastSeenAt!: Date
  @Field(() => DateTimeScalar, { description: 'Unless it is used before then.' }) expiresAt!: Date
  @Field(() => DateTimeScalar, { description: 'However much it is used.' }) endsAt!: Date
  @Field(() => String, { description: 'The network address where it was begun.' }) address!: string
  @Field(() => String, { description: 'What the browser called itself.' }) userAgent!: string
  @Field(() => Boolean, { description: 'The one that asks.' }) current!: boolean
}

@ObjectType('ApiToken', { description: 'A token for scripts; never more than its owner may.' })
export class ApiTokenType {
  @Field(() => ID) id!: string
  @Field(() => String) name!: string
  @Field(() => String, { description: 'The first characters of its secret, to know it by.' })
  beginning!: string
  @Field(() => Role, { description: "At most: its owner's role counts where that is the lesser one." })
  role!: Role
  @Field(() => Boolean, { description: 'It asks and reads, and changes nothing.' }) readOnly!: boolean
  @Field(() => [ID], { nullable: true, description: 'The connections that it is for; null: all.' })
  connectionIds!: readonly string[] | null
  @Field(() => DateTimeScalar) createdAt!: Date
  @Field(() => DateTimeScalar, { nullable: true, description: 'To the minute.' })
  lastUsedAt!: Date | null
  @Field(() => DateTimeScalar, { nullable: true }) expiresAt!: Date | null
}

@ObjectType('NewApiToken', { description: '`secret` is shown this once and stored only as a hash.' })
export class NewApiTokenType {
  @Field(() => ApiTokenType) token!: ApiTokenType
  @Field(() => String) secret!: string
}
