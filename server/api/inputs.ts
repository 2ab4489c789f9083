import { Field, Float, ID, InputType } from 'type-graphql'
import { Translator } from './types/model-type.ts'

@InputType('AskInput')
export class AskInput {
  @Field(() => ID) connectionId!: string
  @Field(() => String) text!: string
  @Field(() => ID, { nullable: true, description: 'The prompt that this one follows up, if any.' })
  followsUpId?: string | null
  @Field(() => ID, {
    nullable: true,
    description:
      'Made by the client: the same id never does the work twice, a repeat (after a lost socket) gets what came of the first.',
  })
  requestId?: string | null
  @Field(() => ID, {
    nullable: true,
    description:
      'A prompt, favourite or approved, whose SQL is wanted again without a new reading; `text` is then that of the prompt.',
  })
  reuseId?: string | null
  @Field(() => Translator, {
    nullable: true,
    description:
      'Who is to read it anew; without it the built-in translator what it is certain of, else the model.',
  })
  translator?: Translator | null
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'A new reading, also where a favourite or an approved query answers the question.',
  })
  fresh?: boolean | null
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Drafts of a model are run and compared, where the connection has that switched on (`Connection.careful`); their rows are hashed and dropped. FORBIDDEN elsewhere.',
  })
  careful?: boolean | null
}

@InputType('RunInput')
export class RunInput {
  @Field(() => ID) queryId!: string
  @Field(() => String) sqlHash!: string
  @Field(() => Float, {
    nullable: true,
    description:
      "Rows at most; the server's own limit is lower or equal. A run that had more says TRUNCATED.",
  })
  maxRows?: number | null
  @Field(() => ID, {
    nullable: true,
    description:
      'As for `ask`; a repeat while the first still streams is refused, after it a Problem names the result set.',
  })
  requestId?: string | null
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'The person has read what it would cost and wants it: see `SqlCheck.needsConfirmation`.',
  })
  confirmed?: boolean | null
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Also send RunStarted, without columns, while others come before it: see `ResultSet.queuePosition`. It comes again when that changes, and with columns when the run begins.',
  })
  announceQueue?: boolean | null
}
