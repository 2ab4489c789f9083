import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql'
import type { Prompt } from '../../domain.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { PromptType } from '../types/prompt-type.ts'

const TITLE = 'At most 120 characters; empty: none; left out: as it was.'

@Resolver()
export class HistoryMutations {
  @AllowedTo('MANAGE_OWN_HISTORY')
  @Mutation(() => PromptType)
  setFavourite(
    @Arg('promptId', () => ID) promptId: string,
    @Arg('favourite', () => Boolean) favourite: boolean,
    @Arg('title', () => String, { nullable: true, description: TITLE }) title: string | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<Prompt> {
    return context.pipeline.setFavourite(signedIn(context), promptId, favourite, title)
  }

  @AllowedTo('MANAGE_OWN_HISTORY')
  @Mutation(() => PromptType, {
    description: `Offers SQL of the caller's own prompt to the team: \`queryId\`, else the newest that may run.
Whoever may approve queries has approved it by that.`,
  })
  shareQuery(
    @Arg('promptId', () => ID) promptId: string,
    @Arg('queryId', () => ID, { nullable: true }) queryId: string | null | undefined,
    @Arg('title', () => String, { nullable: true, description: TITLE }) title: string | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<Prompt> {
    return context.pipeline.shareQuery(signedIn(context), promptId, queryId ?? null, title)
  }

  @AllowedTo('MANAGE_OWN_HISTORY')
  @Mutation(() => PromptType, { description: "Takes the caller's own prompt back from the team." })
  withdrawQuery(@Arg('promptId', () => ID) promptId: string, @Ctx() context: ApiContext): Promise<Prompt> {
    return context.pipeline.withdrawQuery(signedIn(context), promptId)
  }

  @AllowedTo('APPROVE_QUERIES')
  @Mutation(() => PromptType, {
    description: `Approves what is offered to the team: \`queryId\` is the SQL that the caller has seen.
With \`approved: false\` an approval is taken back, or the offer declined: the prompt is its author's alone again.`,
  })
  approveQuery(
    @Arg('promptId', () => ID) promptId: string,
    @Arg('queryId', () => ID) queryId: string,
    @Arg('approved', () => Boolean, { nullable: true, defaultValue: true })
    approved: boolean | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<Prompt> {
    return context.pipeline.approveQuery(signedIn(context), promptId, queryId, approved ?? true)
  }

  @AllowedTo('MANAGE_OWN_HISTORY')
  @Mutation(() => Boolean, {
    description:
      "Deletes the caller's own prompt with its SQL and result sets. That there was one stays on record.",
  })
  async deletePrompt(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<boolean> {
    await context.pipeline.deletePrompt(signedIn(context), id)
    return true
  }
}
