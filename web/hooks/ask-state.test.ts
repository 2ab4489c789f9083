import { describe, expect, it } from 'vitest'
import { CONNECTION_LOST } from '../graphql/problem.ts'
import { askReducer } from './ask-state.ts'
import type { AskAction, AskState } from './ask-state.ts'

const question = { connectionId: 'c', text: 'customers', followsUpId: null, requestId: 'r' }
const asked: AskAction = { type: 'asked', question }
const stage = (name: string, elapsedMs: number): AskAction => ({
  type: 'heard',
  event: { __typename: 'AskStage', stage: name, detail: null, elapsedMs },
})
const token = (text: string): AskAction => ({
  type: 'heard',
  event: { __typename: 'ExplanationToken', text },
})
const finished: AskAction = {
  type: 'heard',
  event: { __typename: 'AskFinished', prompt: { id: 'p', connection: { id: 'c' } } },
}
const lost: AskAction = { type: 'ended', problem: CONNECTION_LOST }

const after = (...actions: AskAction[]) => actions.reduce(askReducer, { phase: 'idle' } as AskState)

describe('askReducer', () => {
  it('collects stages in order and words as they come', () =>
    expect(
      after(asked, stage('catalog', 0), stage('model', 30), token('Cus'), token('tomers')),
    ).toMatchObject({
      phase: 'asking',
      words: 'Customers',
      stages: [{ name: 'catalog' }, { name: 'model', startedAtMs: 30 }],
    }))

  it('moves a stage that is gone through again to the end', () =>
    expect(after(asked, stage('model', 0), stage('check', 10), stage('model', 20))).toMatchObject({
      stages: [{ name: 'check' }, { name: 'model', startedAtMs: 20 }],
    }))

  it('knows the prompt once it is finished, and is not shaken by the end of the stream', () =>
    expect(after(asked, finished, lost)).toMatchObject({ phase: 'answered', promptId: 'p' }))

  it('keeps the question of a failure, with its request id, for the retry', () =>
    expect(after(asked, stage('catalog', 0), lost)).toEqual({
      phase: 'failed',
      question,
      problem: CONNECTION_LOST,
    }))

  it('ignores what arrives after one has left', () =>
    expect(after(asked, { type: 'left' }, token('late'), lost)).toEqual({ phase: 'idle' }))
})
