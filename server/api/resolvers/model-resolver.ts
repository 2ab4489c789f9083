import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { ModelSettings, ModelTestOutcome, UsageRow } from '../../pipeline/model-settings.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { ModelSettingsType, ModelTestType, ModelUsageRowType, Translator } from '../types/model-type.ts'

@Resolver()
export class ModelResolver {
  @AllowedTo('SEE_SETTINGS')
  @Query(() => ModelSettingsType)
  modelSettings(@Ctx() context: ApiContext): ModelSettings {
    return context.pipeline.model.settings(signedIn(context))
  }

  @AllowedTo('ASK')
  @Query(() => [Translator], { description: 'Who can read questions here; MODEL where one is configured.' })
  translators(@Ctx() context: ApiContext): readonly Translator[] {
    return context.pipeline.model.translators()
  }

  @AllowedTo('SEE_USAGE')
  @Query(() => [ModelUsageRowType], {
    description: 'Today and the days before, by day, person and model; the newest first.',
  })
  modelUsage(
    @Arg('days', () => Int, { nullable: true, defaultValue: 30 }) days: number | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<readonly UsageRow[]> {
    return context.pipeline.model.usage(signedIn(context), days ?? 30)
  }

  @AllowedTo('CHANGE_SETTINGS')
  @Mutation(() => ModelTestType, {
    description: 'Sends the configured model one small request with nobody’s data in it.',
  })
  testModel(@Ctx() context: ApiContext): Promise<ModelTestOutcome> {
    return context.pipeline.model.test(signedIn(context))
  }
}
