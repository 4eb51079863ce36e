/** Fields in the brackets of other programs, which this one does not read: found, and put right. PURE. */
import { TEMPLATE_FIELDS, type TemplateField } from './template.ts'

/** As it stands, and in which line; `right` is what this program reads. */
type OtherMark = { readonly found: string; readonly field: TemplateField; readonly right: string; readonly line: number }

/** What the engine reads comes first, so that nothing inside it is taken for a mark of its own. Then the ways of other programs. */
const MARKS = new RegExp(
  [
    /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/,
    // {name}, ${name}, {#name}, {$name}
    /\$?\{\s*[#$]?(\w+)\s*\}/,
    // <%= name %>, <name>, <<name>>, «name»
    /<%=?\s*(\w+)\s*%>|<{1,2}\s*(\w+)\s*>{1,2}|«\s*(\w+)\s*»/,
    // [name], [[name]], ((name))
    /\[\[?\s*(\w+)\s*\]\]?|\(\(\s*(\w+)\s*\)\)/,
    // #name#, %name%, and @name or $name where they are no address and no amount
    /#(\w+)#|%(\w+)%|(?<![\w.])[@$](\w+)\b(?![.@])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

/** Known fields in other brackets: they would go to every family as they stand. */
export function otherMarks(text: string): OtherMark[] {
  return [...text.matchAll(MARKS)].flatMap((match) => {
    const [found, ...names] = match
    const name = names.find((one) => one !== undefined)?.toLowerCase()
    const field = TEMPLATE_FIELDS.find((known) => known === name)
    return field ? [{ found, field, right: `{{${field}}}`, line: text.slice(0, match.index).split('\n').length }] : []
  })
}

/** The text with this mark put right wherever it stands. `{guardian}` inside `{{guardian}}` or `${guardian}` is not it. */
export function withMarkRight(text: string, found: string, right: string): string {
  return text.replace(MARKS, (mark) => (mark === found ? right : mark))
}
