/**
 * What people do with questions that were asked: mark them as favourites, offer them to the team, approve them, delete
 * them. Each act is decided first, then its intent is recorded, then it is done, then its outcome is recorded.
 */
import type { GeneratedQuery, Prompt, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import { may, requireMay } from '../permissions.ts'
import { createActRecord } from './act-record.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'
import { readTitle } from './read-title.ts'

type PromptAct = 'prompt.favourite' | 'prompt.share' | 'prompt.withdraw' | 'prompt.approve' | 'prompt.delete'

export function createKeepPrompts(
  dependencies: Dependencies,
  lookup: Lookup,
  cancelRun: (user: User, resultSetId: string) => Promise<unknown>,
) {
  const { store, now } = dependencies
  const { decide, carryOut, settle } = createActRecord(dependencies)
  const acting = <A extends PromptAct>(act: A, user: User, { id, connectionId }: Prompt) => ({
    ...{ act, user, connectionId, subjectId: id },
  })

  /** The one that is named, else the newest: SQL of this prompt that may run. */
  async function queryToShare(user: User, prompt: Prompt, queryId: string | null): Promise<GeneratedQuery> {
    const query =
      queryId === null ? await store.queries.findNewestAllowed(prompt.id) : await lookup.query(user, queryId)
    if (query !== null && query.promptId === prompt.id && query.check.allowed) return query
    throw new AppError(
      'PROMPT_NOT_SHAREABLE',
      'This question has no SQL that may run, so there is nothing to share',
      {
        hints: ['Share a question whose SQL runs', 'Edit the SQL, run it, and share that'],
      },
    )
  }

  /** Of whoever approves: that it is there for them. Approved ones are looked at by all. */
  async function offered(user: User, id: string): Promise<Prompt> {
    requireMay(user, 'APPROVE_QUERIES')
    return lookup.visiblePrompt(user, id)
  }

  return {
    settle,

    /** @param title undefined: as it was; empty: none */
    async setFavourite(user: User, id: string, favourite: boolean, title?: string | null): Promise<Prompt> {
      const prompt = await lookup.prompt(user, id)
      const act = acting('prompt.favourite', user, prompt)
      const wanted = await decide(act, () => (title === undefined ? prompt.title : readTitle(title)))
      if (favourite === prompt.favourite && wanted === prompt.title) return prompt
      return carryOut(act, { favourite, title: wanted }, async () => {
        await store.prompts.setFavourite(id, favourite, wanted)
        return [{ ...prompt, favourite, title: wanted }, {}]
      })
    },

    /**
     * Offers SQL of one's own question to the team. Whoever may approve has approved it by that.
     * @param queryId null: the newest that may run
     */
    async share(user: User, id: string, queryId: string | null, title?: string | null): Promise<Prompt> {
      const prompt = await lookup.prompt(user, id)
      const act = acting('prompt.share', user, prompt)
      const [query, wanted] = await decide(act, async () => {
        await lookup.connection(user, prompt.connectionId)
        const query = await queryToShare(user, prompt, queryId)
        return [query, title === undefined ? prompt.title : readTitle(title)] as const
      })
      const approved = may(user, 'APPROVE_QUERIES')
      const isSame = prompt.sharedQueryId === query.id && prompt.title === wanted
      if (isSame && (prompt.sharing === 'APPROVED' || !approved)) return prompt
      const intent = { queryId: query.id, sqlHash: query.sqlHash, sql: query.sql, title: wanted, approved }
      return carryOut(act, intent, async () => {
        await store.prompts.setFavourite(id, prompt.favourite, wanted)
        await store.keptPrompts.offer({ promptId: id, queryId: query.id, title: wanted, at: now() })
        if (approved) await store.keptPrompts.approve(id, query.id, user.id, now())
        return [await lookup.prompt(user, id), {}]
      })
    },

    /** Takes one's own question back from the team. */
    async withdraw(user: User, id: string): Promise<Prompt> {
      const prompt = await lookup.prompt(user, id)
      if (prompt.sharing === null) return prompt
      const intent = { queryId: prompt.sharedQueryId, wasApproved: prompt.sharing === 'APPROVED' }
      return carryOut(acting('prompt.withdraw', user, prompt), intent, async () => {
        await store.keptPrompts.withdraw(id)
        return [await lookup.prompt(user, id), {}]
      })
    },

    /**
     * Has an offered query be the team's; once is enough. `approved` false takes an approval back, or declines: the question
     * is its author's alone again.
     * @param queryId the SQL that the approver has seen; SHARE_CHANGED when another one is offered by now
     */
    async approve(user: User, id: string, queryId: string, approved: boolean): Promise<Prompt> {
      const prompt = await offered(user, id)
      const act = acting('prompt.approve', user, prompt)
      await decide(act, () => requireSameQuery(prompt, queryId))
      if (approved && prompt.sharing === 'APPROVED') return prompt
      const query = await lookup.findVisibleQuery(user, queryId)
      const intent = { queryId, sqlHash: query?.sqlHash ?? '', authorId: prompt.authorId, approved }
      return carryOut(act, intent, async () => {
        if (!approved) {
          await store.keptPrompts.withdraw(id)
          return [{ ...prompt, ...ALONE }, {}]
        }
        if (!(await store.keptPrompts.approve(id, queryId, user.id, now()))) throw shareChanged()
        return [await lookup.visiblePrompt(user, id), {}]
      })
    },

    /** One's own question with its SQL and result sets; what goes on is stopped first. On record stays that there was one. */
    async remove(user: User, id: string): Promise<void> {
      const prompt = await lookup.prompt(user, id)
      const [queries, runs] = await Promise.all([
        store.queries.listOfPrompt(id),
        store.resultSets.listOfPrompt(id, Number.MAX_SAFE_INTEGER),
      ])
      const { outcome, sharing } = prompt
      const intent = { outcome, sharing, queries: queries.length, runs: runs.length }
      await carryOut(acting('prompt.delete', user, prompt), intent, async () => {
        const running = runs.filter(({ state }) => state === 'RUNNING')
        await Promise.all(running.map(run => cancelRun(user, run.id)))
        await store.prompts.remove(id)
        return [undefined, {}]
      })
    },
  }
}

const ALONE = { sharing: null, sharedQueryId: null, sharedAt: null, approvedById: null, approvedAt: null }

function requireSameQuery(prompt: Prompt, queryId: string): void {
  if (prompt.sharing === null || prompt.sharedQueryId !== queryId) throw shareChanged()
}

function shareChanged(): AppError {
  return new AppError(
    'SHARE_CHANGED',
    'What is offered to the team is no longer the SQL that was shown to you',
    {
      hints: ['Load it again and look at its SQL'],
    },
  )
}
