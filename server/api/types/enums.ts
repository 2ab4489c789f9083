import { registerEnumType } from 'type-graphql'
import {
  Engine,
  Environment,
  PrivacyLevel,
  PromptOutcome,
  QueryOrigin,
  Role,
  RunState,
  Severity,
  TlsMode,
  Volatility,
} from '../../domain.ts'

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

export {
  Engine,
  Environment,
  PrivacyLevel,
  PromptOutcome,
  QueryOrigin,
  Role,
  RunState,
  Severity,
  TlsMode,
  Volatility,
}
