/** Whether an export of the audit is one unbroken chain: without the store, from the lines of a file alone. */
import type { AuditCut, AuditVerification } from '../domain.ts'
import type { ChainHead } from '../store/audit-events.ts'
import { problemOfCut } from './sign-cut.ts'
import { BEGINNING, checkChain, linkOf } from './verify-chain.ts'
import type { ChainBreak, ChainCheck, LinkedEvent } from './verify-chain.ts'

export interface ExportFacts {
  /** A head that the chain is known to have had, from a checkpoint of the log. */
  known: ChainHead | null
  /** Of the key that cuts are signed with, in base64; null: a cut cannot be trusted. */
  publicKey: string | null
}

/** @param lines of a complete export as JSON Lines; rejects nothing, whatever they hold */
export async function verifyExport(
  lines: AsyncIterable<string>,
  { known, publicKey }: ExportFacts,
): Promise<AuditVerification> {
  let cut: AuditCut | null = null
  let check: ChainCheck | null = null
  let broken: ChainBreak | null = null
  const begin = (before: ChainHead) => (check ??= checkChain(before, known === null ? [] : [known]))
  for await (const line of lines) {
    if (line.trim() === '') continue
    const read = readLine(line)
    if (read !== null && 'cut' in read && check === null) {
      cut = read.cut
      const problem = problemOfCut(cut, publicKey)
      if (problem !== null)
        broken = {
          sequence: cut.sequence + 1,
          problem: `The cut after event ${cut.sequence} does not count: ${problem}`,
        }
      begin(cut)
      continue
    }
    const chain: ChainCheck = begin(BEGINNING)
    const place = chain.head().sequence + 1
    const found =
      read === null || 'cut' in read
        ? { sequence: place, problem: `Where event ${place} should be, the file has a line that is no event` }
        : chain.take(linkOf(read))
    broken ??= found
    if (found !== null) break
  }
  const chain: ChainCheck = begin(BEGINNING)
  broken ??= chain.end()
  return {
    ok: broken === null,
    checked: chain.checked(),
    firstBroken: broken?.sequence ?? null,
    problem: broken?.problem ?? null,
    head: chain.head().sequence === 0 ? null : chain.head(),
    cut: cut && { ...cut, publicKey },
  }
}

/** Null: neither an event nor a cut. */
function readLine(line: string): LinkedEvent | { cut: AuditCut } | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  if ('cut' in value) {
    const { cut } = value as { cut: (Omit<AuditCut, 'at'> & { at: string }) | null }
    const at = new Date(cut?.at ?? '')
    return cut === null || Number.isNaN(at.getTime()) ? null : { cut: { ...cut, at } }
  }
  return 'sequence' in value && typeof value.sequence === 'number' ? (value as LinkedEvent) : null
}
