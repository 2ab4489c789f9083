import { Field, InputType, Int } from 'type-graphql'
import { Engine, Environment, PrivacyLevel, TlsMode } from './types/enums.ts'

@InputType('ConnectionInput')
export class ConnectionInputType {
  @Field(() => String) name!: string
  @Field(() => Engine) engine!: Engine
  @Field(() => Environment) environment!: Environment
  @Field(() => String) host!: string
  @Field(() => Int) port!: number
  @Field(() => String) database!: string
  @Field(() => String) username!: string
  @Field(() => String, {
    description:
      'Kept encrypted and never answered. Empty in an edit: the saved one stays, where engine, host, port and username do and TLS gets no weaker.',
  })
  password!: string
  @Field(() => TlsMode, { defaultValue: TlsMode.PREFER }) tls!: TlsMode
  @Field(() => PrivacyLevel, { defaultValue: PrivacyLevel.CATALOG }) privacy!: PrivacyLevel
}

@InputType('GlossaryTermInput')
export class GlossaryTermInput {
  @Field(() => String) term!: string
  @Field(() => String) meaning!: string
  @Field(() => String, { nullable: true }) sql?: string | null
}

@InputType('ColumnPathInput')
export class ColumnPathInput {
  @Field(() => String) schema!: string
  @Field(() => String) table!: string
  @Field(() => String) column!: string
}

@InputType('ValueSamplingInput')
export class ValueSamplingInput {
  @Field(() => Boolean) enabled!: boolean
  @Field(() => [ColumnPathInput], { defaultValue: [] }) never!: ColumnPathInput[]
  @Field(() => [ColumnPathInput], { defaultValue: [] }) always!: ColumnPathInput[]
}
