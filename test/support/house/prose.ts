/** What a document says to a person: its sentences and its words, without code. */

/** The sentences of running text and lists; headings, tables and code blocks are left out. A name in code counts as one word. */
export function sentencesOf(markdown: string): string[] {
  return paragraphsOf(markdown).flatMap((paragraph) => plain(paragraph).split(/(?<=[.!?]["”)]?)\s+(?=\S)/))
}

/** How many words there are outside of code blocks, tables included. */
export function countWords(text: string): number {
  return withoutCode(text)
    .split(/\s+/)
    .filter((word) => /[\p{L}\d]/u.test(word)).length
}

function paragraphsOf(markdown: string): string[] {
  const paragraphs: string[] = []
  let open = ''
  for (const line of withoutCode(markdown).split('\n')) {
    const isItem = /^\s*(?:[-*]|\d+\.)\s/.test(line)
    const isText = line.trim() !== '' && !/^\s*[#|]/.test(line)
    if (!isText || isItem) {
      paragraphs.push(open)
      open = ''
    }
    if (isText) open += ` ${line.replace(/^\s*(?:[-*]|\d+\.)\s/, '')}`
  }
  return [...paragraphs, open].filter((paragraph) => paragraph.trim() !== '')
}

const withoutCode = (markdown: string) => markdown.replace(/^```.*?^```$/gms, '')

/** "**A rule.** `a b`, [words](there)" → "A rule. a·b, words". "1." within a line begins a step, and ends no sentence. */
function plain(paragraph: string): string {
  return paragraph
    .trim()
    .replace(/`([^`]*)`/g, (_, code: string) => code.replace(/\s+/g, '·').replace(/[.!?]$/, ''))
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '')
    .replace(/(?<=\s)\d+\.\s/g, '')
}
