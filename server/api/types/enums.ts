import { registerEnumType } from 'type-graphql'
import {
  ConditionKind,
  Engine,
  Environment,
  EvidenceTopic,
  NextActionKind,
  PrivacyLevel,
  PromptOutcome,
  ProposalState,
  QueryOrigin,
  ReviewVerdict,
  Role,
  RollbackClass,
  RoundtableRole,
  RoundtableStance,
  RoundtableVerdict,
  RunState,
  Severity,
  ShadowPlace,
  Sharing,
  StatementOrigin,
  StepCost,
  TlsMode,
  UpkeepKind,
  Volatility,
} from '../../domain.ts'
import { ALL_PERMISSIONS, PERMISSIONS } from '../../permissions.ts'

const Permission = Object.fromEntries(ALL_PERMISSIONS.map(name => [name, name]))

registerEnumType(Role, { name: 'Role' })
registerEnumType(Engine, { name: 'Engine' })
registerEnumType(Environment, { name: 'Environment' })
registerEnumType(TlsMode, { name: 'TlsMode' })
registerEnumType(PrivacyLevel, {
  name: 'PrivacyLevel',
  description:
    'What a model may see of a connection: names and types; also sample values of allowed columns; also result rows.',
})
registerEnumType(Volatility, {
  name: 'Volatility',
  description: 'What the author of a function has promised of it.',
})
registerEnumType(Severity, { name: 'Severity' })
registerEnumType(PromptOutcome, { name: 'PromptOutcome' })
registerEnumType(QueryOrigin, { name: 'QueryOrigin' })
registerEnumType(RunState, { name: 'RunState' })
registerEnumType(Sharing, {
  name: 'Sharing',
  description: 'REQUESTED: offered to the team, waits for an approval. APPROVED: the team may take it again.',
})
/** The scopes of `store/prompts.ts`. */
export const HistoryScope = { MINE: 'MINE', APPROVED: 'APPROVED', REQUESTED: 'REQUESTED' } as const
export type HistoryScope = keyof typeof HistoryScope
registerEnumType(HistoryScope, {
  name: 'HistoryScope',
  description:
    "MINE: the caller's questions. APPROVED: those of everybody that are approved for the team. REQUESTED: those that wait for it, for whoever may approve them.",
})

registerEnumType(Permission, {
  name: 'Permission',
  description: 'Something that a role may do or not: the table in docs/roles.md.',
  valuesConfig: Object.fromEntries(
    ALL_PERMISSIONS.map(name => [name, { description: `May ${PERMISSIONS[name].does}.` }]),
  ),
})

registerEnumType(ProposalState, {
  name: 'ProposalState',
  description: `FAILED_CLEAN: nothing was changed. FAILED_PARTIAL: some steps are live, \`steps\` says which.
UNKNOWN: the outcome could not be established yet; a person decides, nothing is retried.`,
})
registerEnumType(StepCost, { name: 'StepCost' })
registerEnumType(ReviewVerdict, { name: 'ReviewVerdict' })
registerEnumType(RollbackClass, {
  name: 'RollbackClass',
  description: 'What a way back loses. STRUCTURE_ONLY: the data of what was dropped is gone.',
})
registerEnumType(ShadowPlace, {
  name: 'ShadowPlace',
  description:
    "Where a change was tried: on the target's own server, on a server of ours with other settings, or nowhere.",
})

registerEnumType(RoundtableRole, { name: 'RoundtableRole' })
registerEnumType(RoundtableStance, { name: 'RoundtableStance' })
registerEnumType(RoundtableVerdict, { name: 'RoundtableVerdict', description: 'The mildest first.' })
registerEnumType(EvidenceTopic, {
  name: 'EvidenceTopic',
  description: 'Where a piece of evidence comes from; which roles see it hangs on that.',
})
registerEnumType(StatementOrigin, {
  name: 'StatementOrigin',
  description: 'TEMPLATE: written by rules from the evidence.',
})
registerEnumType(ConditionKind, {
  name: 'ConditionKind',
  description:
    'LOCK_TIMEOUT and STATEMENT_TIMEOUT bound what an application waits for; NO_OLD_TRANSACTIONS keeps it from starting.',
})
registerEnumType(NextActionKind, { name: 'NextActionKind' })
registerEnumType(UpkeepKind, { name: 'UpkeepKind' })

export {
  ConditionKind,
  Engine,
  Environment,
  EvidenceTopic,
  NextActionKind,
  Permission,
  PrivacyLevel,
  PromptOutcome,
  ProposalState,
  QueryOrigin,
  ReviewVerdict,
  Role,
  RollbackClass,
  RoundtableRole,
  RoundtableStance,
  RoundtableVerdict,
  RunState,
  Severity,
  ShadowPlace,
  Sharing,
  StatementOrigin,
  StepCost,
  TlsMode,
  UpkeepKind,
  Volatility,
}
