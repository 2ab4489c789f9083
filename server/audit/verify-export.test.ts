import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../domain.ts'
import { chain } from './chain.ts'
import { createCutSigner } from './sign-cut.ts'
import { verifyExport } from './verify-export.ts'

const signer = createCutSigner([{ id: 'k1', key: Buffer.alloc(32, 1) }])
const publicKey = signer.publicKey('k1')
const at = new Date('2026-01-02T03:04:05.678Z')
const record = {
  ...{ actorId: null, connectionId: null, subjectId: null },
  ...({ action: 'keys.rotation-started', detail: { keyId: 'k"1"' } } as const),
}

const events: AuditEvent[] = []
for (let n = 1; n <= 6; n++) events.push(chain(events.at(-1) ?? null, record, `e${n}`, at))
const lines = events.map(event => JSON.stringify(event))
const third = events[2] as AuditEvent
const cut = signer.sign({ sequence: 3, hash: third.hash, at })
const afterCut = [JSON.stringify({ cut }), ...lines.slice(3)]

async function* given(text: readonly string[]): AsyncIterable<string> {
  yield* await Promise.resolve(text)
}
const verify = (text: readonly string[], facts: Partial<Parameters<typeof verifyExport>[1]> = {}) =>
  verifyExport(given(text), { known: null, publicKey: null, ...facts })

describe('an export', () => {
  it('is whole from the first event on', async () => {
    expect(await verify(lines)).toMatchObject({ ok: true, checked: 6, head: { sequence: 6 }, cut: null })
  })

  it('is whole from a cut on that the given key has signed', async () => {
    expect(await verify(afterCut, { publicKey })).toMatchObject({
      ok: true,
      checked: 3,
      cut: { keyId: 'k1' },
    })
  })

  it.each([
    ['a line was edited', lines.map(line => line.replace('"e4"', '"e9"')), {}, 4],
    ['a line is missing', lines.toSpliced(3, 1), {}, 4],
    ['lines have changed places', [...lines.slice(0, 3), lines[4] ?? '', lines[3] ?? ''], {}, 4],
    ['a line is no event', lines.toSpliced(3, 1, 'something'), {}, 4],
    ['a line is cut off', lines.with(5, (lines[5] ?? '').slice(0, 40)), {}, 6],
    ['the beginning is missing', lines.slice(3), {}, 1],
    ['the end is missing that a checkpoint has seen', lines.slice(0, 4), { known: events[5] }, 5],
    ['all is missing that a checkpoint has seen', [], { known: events[5] }, 1],
    ['a cut is signed by a key that was not given', afterCut, {}, 4],
    ['a cut is signed by another key', afterCut, { publicKey: keyOf(2) }, 4],
    [
      'a cut was edited',
      afterCut.map(line => line.replace('"sequence":3,', '"sequence":2,')),
      { publicKey },
      3,
    ],
    ['there is no cut although events are gone', afterCut.slice(1), { publicKey }, 1],
    ['a key cannot be read', afterCut, { publicKey: 'key' }, 4],
  ])('is broken where %s', async (_, text, facts, firstBroken) => {
    expect(await verify(text, facts)).toMatchObject({ ok: false, firstBroken })
  })
})

function keyOf(byte: number): string | null {
  return createCutSigner([{ id: 'k1', key: Buffer.alloc(32, byte) }]).publicKey('k1')
}
