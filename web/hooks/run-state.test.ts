import { describe, expect, it } from 'vitest'
import { RowStore } from '../components/result/row-store.ts'
import type { ResultSetPartsFragment, RunState } from '../graphql/generated/graphql.ts'
import { CONNECTION_LOST } from '../graphql/problem.ts'
import { runReducer } from './run-state.ts'
import type { RunAction, RunView } from './run-state.ts'

const rows = new RowStore(announce => announce())
const resultSet = (state: RunState): ResultSetPartsFragment => ({
  id: 'r',
  state,
  columns: [],
  rowCount: 0,
  firstRowMs: null,
  durationMs: null,
  startedAt: '2026-01-01T00:00:00Z',
  problem: null,
  summary: null,
  summaryModel: null,
  followUps: [],
  chart: null,
})
const requested: RunAction = { type: 'requested', queryId: 'q', requestId: 'once', rows }
const started: RunAction = { type: 'started', resultSet: resultSet('RUNNING'), queuePosition: null }
const queued: RunAction = { type: 'started', resultSet: resultSet('RUNNING'), queuePosition: 3 }
const finished: RunAction = { type: 'finished', resultSet: resultSet('COMPLETED') }
const lost: RunAction = { type: 'ended', problem: CONNECTION_LOST }

const after = (...actions: RunAction[]) => actions.reduce(runReducer, { phase: 'idle' } as RunView)

describe('runReducer', () => {
  it('goes from starting to running to finished', () => {
    expect(after(requested).phase).toBe('starting')
    expect(after(requested, started).phase).toBe('running')
    expect(after(requested, started, finished)).toMatchObject({
      phase: 'finished',
      resultSet: { state: 'COMPLETED' },
    })
  })

  it('knows its place in the queue until it begins', () => {
    expect(after(requested, queued)).toMatchObject({ phase: 'running', queuePosition: 3 })
    expect(after(requested, queued, started)).toMatchObject({ phase: 'running', queuePosition: null })
  })

  it('takes the end of the stream after the last event for no problem', () =>
    expect(after(requested, started, finished, lost).phase).toBe('finished'))

  it('keeps what came when the server stops talking in the middle', () =>
    expect(after(requested, started, lost)).toMatchObject({
      phase: 'failed',
      problem: CONNECTION_LOST,
      resultSet: { id: 'r' },
      rows,
    }))

  it('fails without a result when the run never began', () =>
    expect(after(requested, lost)).toMatchObject({ phase: 'failed', resultSet: null }))

  it('learns afterwards how a run ended whose stream has broken off, and keeps what came', () => {
    const found: RunAction = { type: 'found', requestId: 'once', resultSet: resultSet('CANCELLED') }
    expect(after(requested, started, lost, found)).toMatchObject({
      phase: 'finished',
      brokenOff: true,
      resultSet: { state: 'CANCELLED' },
      rows,
    })
  })

  it('takes no word about an earlier run for one about this', () => {
    const found: RunAction = { type: 'found', requestId: 'earlier', resultSet: resultSet('CANCELLED') }
    expect(after(requested, lost, found).phase).toBe('failed')
    expect(after(requested, started, { ...found, requestId: 'once' }).phase).toBe('running')
  })

  it('stays cancelling until the server says how it ended', () => {
    expect(after(requested, started, { type: 'cancelling' })).toMatchObject({ cancelling: true })
    expect(after(requested, started, { type: 'cancelling' }, finished)).toMatchObject({
      phase: 'finished',
      cancelling: false,
    })
  })
})
