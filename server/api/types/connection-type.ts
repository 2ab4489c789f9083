import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import { Engine, Environment, PrivacyLevel, TlsMode } from './enums.ts'
import { DateTimeScalar } from './scalars.ts'

@ObjectType('TableColumn')
export class TableColumnType {
  @Field(() => String) name!: string
  @Field(() => String) type!: string
  @Field(() => Boolean) nullable!: boolean
  @Field(() => Boolean) primaryKey!: boolean
  @Field(() => String, {
    nullable: true,
    description: 'The column it refers to, e.g. `public.customers.id`.',
  })
  references!: string | null
  @Field(() => String, { nullable: true }) comment!: string | null
}

@ObjectType('Table')
export class TableType {
  @Field(() => String) schema!: string
  @Field(() => String) name!: string
  @Field(() => String) kind!: string
  @Field(() => String, { nullable: true }) comment!: string | null
  @Field(() => Float, { nullable: true }) rowEstimate!: number | null
  @Field(() => [TableColumnType]) columns!: readonly TableColumnType[]
}

/** `tables` and `exampleQuestions` are read from the database: see the resolver. */
@ObjectType('Connection')
export class ConnectionType {
  @Field(() => ID) id!: string
  @Field(() => String) name!: string
  @Field(() => Engine) engine!: Engine
  @Field(() => Environment) environment!: Environment
  @Field(() => String) host!: string
  @Field(() => Int) port!: number
  @Field(() => String) database!: string
  @Field(() => String) username!: string
  @Field(() => TlsMode) tls!: TlsMode
  @Field(() => PrivacyLevel) privacy!: PrivacyLevel
  @Field(() => DateTimeScalar) createdAt!: Date
}
