import { Field, ID, ObjectType } from 'type-graphql'
import { Role } from './enums.ts'
import { DateTimeScalar } from './scalars.ts'

@ObjectType('User')
export class UserType {
  @Field(() => ID) id!: string
  @Field(() => String) email!: string
  @Field(() => String) name!: string
  @Field(() => Role) role!: Role
  @Field(() => DateTimeScalar) createdAt!: Date
}

@ObjectType('DemoAccount', { description: 'An account of demo mode, shown on the sign-in page.' })
export class DemoAccountType {
  @Field(() => String) email!: string
  @Field(() => String) password!: string
  @Field(() => Role) role!: Role
}
