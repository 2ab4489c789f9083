import { ArgsType, Field, ID, Int } from 'type-graphql'
import { HistoryScope, PromptOutcome } from './types/enums.ts'
import { DateTimeScalar } from './types/scalars.ts'

export const DEFAULT_PAGE = 50

@ArgsType()
export class HistoryArgs {
  @Field(() => ID, { nullable: true }) connectionId?: string | null
  @Field(() => Boolean, { nullable: true, defaultValue: false }) favourites?: boolean | null
  @Field(() => String, { nullable: true }) search?: string | null
  @Field(() => Int, { nullable: true, defaultValue: DEFAULT_PAGE }) first?: number | null
  @Field(() => String, { nullable: true }) after?: string | null
  @Field(() => HistoryScope, { nullable: true, defaultValue: 'MINE' }) scope?: HistoryScope | null
  @Field(() => PromptOutcome, { nullable: true }) outcome?: PromptOutcome | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'Asked then or later.' }) since?: Date | null
  @Field(() => DateTimeScalar, { nullable: true, description: 'Asked before then.' }) until?: Date | null
}
