import { Field, ID, Int, ObjectType } from 'type-graphql'
import { Engine, Environment, PrivacyLevel, TlsMode, Volatility } from './enums.ts'
import { DateTimeScalar } from './scalars.ts'

@ObjectType('GlossaryTerm')
export class GlossaryTermType {
  @Field(() => String) term!: string
  @Field(() => String) meaning!: string
  @Field(() => String, { nullable: true, description: 'How to write it, e.g. a condition.' }) sql!:
    string | null
}

@ObjectType('ColumnPath')
export class ColumnPathType {
  @Field(() => String) schema!: string
  @Field(() => String) table!: string
  @Field(() => String) column!: string
}

@ObjectType('ValueSampling', {
  description: 'Which columns sample values are read of, so that a value in a question is found.',
})
export class ValueSamplingType {
  @Field(() => Boolean) enabled!: boolean
  @Field(() => [ColumnPathType], {
    description: 'Columns that are left out although they look harmless.',
  })
  never!: readonly ColumnPathType[]
  @Field(() => [ColumnPathType], {
    description: 'Columns that are read although they look like secrets or personal data.',
  })
  always!: readonly ColumnPathType[]
}

@ObjectType('SampledColumn', { description: 'A column whose values are known at the moment.' })
export class SampledColumnType {
  @Field(() => String) schema!: string
  @Field(() => String) table!: string
  @Field(() => String) column!: string
  @Field(() => [String], { description: 'At most 20 of them.' }) values!: readonly string[]
  @Field(() => Int, { description: 'How many are known.' }) valueCount!: number
  @Field(() => Boolean, { description: 'False when the column has more values than were read.' })
  complete!: boolean
  @Field(() => DateTimeScalar) readAt!: Date
}

@ObjectType('CatalogState', { description: 'Which reading of the tables and columns is in use.' })
export class CatalogStateType {
  @Field(() => String, { description: 'Equal for equal tables, columns and keys, whenever read.' })
  version!: string
  @Field(() => DateTimeScalar) readAt!: Date
  @Field(() => Int) tableCount!: number
  @Field(() => Int) columnCount!: number
}

@ObjectType('AllowedFunction', {
  description: 'A function of users or an extension that queries may call, with all its overloads.',
})
export class AllowedFunctionType {
  @Field(() => String, { description: 'Empty where functions live in no schema.' }) schema!: string
  @Field(() => String) name!: string
  @Field(() => String, { description: 'As one writes it in SQL; `setAllowedFunctions` takes it.' })
  path!: string
}

@ObjectType('AddedFunction', {
  description: 'A function that users or an extension have added to the server, overloads as one.',
})
export class AddedFunctionType extends AllowedFunctionType {
  @Field(() => Volatility, { description: 'What its author has promised; of overloads the worst.' })
  volatility!: Volatility
  @Field(() => String, { nullable: true, description: 'The extension or library that brought it.' })
  extension!: string | null
  @Field(() => [String], {
    description: 'What calls it when a query uses it, as far as that is known; at most 8.',
  })
  usedBy!: readonly string[]
  @Field(() => Boolean, { description: 'Queries may call it because an administrator answers for it.' })
  listed!: boolean
  @Field(() => Boolean, {
    description: 'Queries may call it without being listed: its extension only computes.',
  })
  allowedAnyway!: boolean
}

@ObjectType('CarefulLimits', { description: 'What comparing answers may take.' })
export class CarefulLimitsType {
  @Field(() => Int, { description: 'Of one question.' }) drafts!: number
  @Field(() => Int, { description: 'Of the run of each draft.' }) maxRows!: number
  @Field(() => Int, { description: 'Of the run of each draft.' }) maxSeconds!: number
}

/** What is read from the database or depends on who asks is in the resolver. */
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
  @Field(() => ValueSamplingType) sampling!: ValueSamplingType
  @Field(() => String, {
    nullable: true,
    description: 'What the server called itself when it was last asked, e.g. `MariaDB 10.11.6`.',
  })
  serverVersion!: string | null
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the login could write when it was last looked at; null: not known yet.',
  })
  loginCanWrite!: boolean | null
  @Field(() => Boolean, {
    description: "One of the demo's own databases: where it is and how to get in cannot be edited.",
  })
  sample!: boolean
  @Field(() => Boolean, {
    description: 'Drafts of an answer may be run and compared here: see `AskInput.careful`.',
  })
  careful!: boolean
  @Field(() => DateTimeScalar) createdAt!: Date
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Deleted connections are seen only where the history speaks of them.',
  })
  deletedAt!: Date | null
}
