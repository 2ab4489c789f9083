/** Whether words ask for a change of structure at all, also where it is not clear which. */

const QUESTION =
  /^(?:which|who|whose|whom|what|when (?:was|were|is|did|do|does|will)|where|why|how|show|list|give me|display|find|get(?! rid)|fetch|tell|count|is|are|was|were|do|does|did|has|have|had|select|with|average|sum|total|number of|compare|explain|search|look up|report|top \d)\b/iu
const ASKS =
  /^(?:add|create|make|drop|remove|delete|rename|alter|change|modify|set|convert|turn|index(?! of)|build|define|introduce|extend|give|allow|enforce|ensure|get rid of)\b/iu
const STRUCTURE =
  /\b(?:columns?|fields?|tables?|views?|index(?:es)?|constraints?|foreign key|primary key|unique|nullable|not null|required|mandatory|optional|default|data ?type|varchar|integer|decimal|boolean|schema|check)\b/iu
const DATA = /\b(?:rows?|records?|entries|all orders|where|by \d+ ?(?:%|percent))/iu

export const isQuestion = (clause: string): boolean => QUESTION.test(clause)

export function asksForStructure(clause: string): boolean {
  return ASKS.test(clause) && STRUCTURE.test(clause) && !DATA.test(clause)
}

export const asksForChange = (clause: string): boolean =>
  /^(?:add|create|make|drop|remove|delete|rename|alter|change|modify|set|update|insert|increase|decrease|raise|lower|truncate|clear|merge|replace|move|archive)\b/iu.test(
    clause,
  )
