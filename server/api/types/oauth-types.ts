import { Field, ObjectType } from 'type-graphql'
import { DateTimeScalar } from './scalars.ts'

@ObjectType('SignInProvider', {
  description: 'Where people can sign in elsewhere: `/sign-in/<id>` sends them there.',
})
export class SignInProviderType {
  @Field(() => String) id!: string
  @Field(() => String) name!: string
}

@ObjectType('LinkedAccount', { description: 'An account elsewhere that its owner signs in with.' })
export class LinkedAccountType {
  @Field(() => String) provider!: string
  @Field(() => String, { description: "The provider's, for people." }) name!: string
  @Field(() => String, { nullable: true, description: 'As the provider knew it when it was linked.' })
  email!: string | null
  @Field(() => DateTimeScalar) linkedAt!: Date
}
