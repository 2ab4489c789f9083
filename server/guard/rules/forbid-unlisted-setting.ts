import { refusal } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-unlisted-setting'

/** Settings can hold passwords and say where the server keeps its files. */
export const forbidUnlistedSetting: StatementRule = {
  id,
  checkStatement: ({ statement, policy }) =>
    (statement.settings ?? [])
      .filter(({ name }) => !policy.allowsSetting(name))
      .map(setting =>
        refusal(id, setting, {
          message: `The setting ${setting.name} is not among those that may be shown.`,
          hint: 'Ask for one that changes how results read, such as SHOW TimeZone or SHOW server_version.',
        }),
      ),
}
