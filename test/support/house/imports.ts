/** Which file names which other file or package: static and dynamic imports, re-exports, types, and scripts that are named by their address. */
import path from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'

/** The file that imports, and what it imports: a file of this repository, or the name of a package. */
export type Arrow = { readonly from: string; readonly to: string; readonly kind: 'file' | 'package' }

/** Every arrow of these files. `read` gives a file's text, by its path from the root. Throws when a file cannot be parsed. */
export function arrowsOf(files: readonly string[], read: (file: string) => string): Arrow[] {
  const known = new Set(files)
  return files.flatMap((from) => [...specifiersOf(from, read(from))].map((name) => arrow(from, name, known)))
}

function arrow(from: string, name: string, known: ReadonlySet<string>): Arrow {
  if (!name.startsWith('.')) return { from, to: packageOf(name), kind: 'package' }
  const to = path.posix.join(path.posix.dirname(from), name)
  // what was built from TypeScript can be named by what it is built to
  const source = to.replace(/\.js$/, '.ts')
  return { from, to: known.has(source) ? source : to, kind: 'file' }
}

/** "@mantine/core/styles.css" → "@mantine/core" */
function packageOf(name: string): string {
  if (name.startsWith('node:')) return name
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

function specifiersOf(file: string, text: string): Set<string> {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`)
  const found = new Set<string>()
  const add = (source: ESTree.Node | null) => {
    if (source?.type === 'Literal' && typeof source.value === 'string') found.add(source.value)
  }
  new Visitor({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    TSExternalModuleReference: (node) => add(node.expression),
    NewExpression(node) {
      const [address, base] = node.arguments
      const here = base?.type === 'MemberExpression' && base.object.type === 'MetaProperty'
      if (here && node.callee.type === 'Identifier' && node.callee.name === 'URL') add(address ?? null)
    },
  }).visit(program)
  return found
}

/** Circles between files, each as the files in the order in which they import one another; the shortest one for each group. */
export function circlesOf(arrows: readonly Arrow[]): string[][] {
  const next = new Map<string, Set<string>>()
  for (const { from, to, kind } of arrows) if (kind === 'file') next.set(from, (next.get(from) ?? new Set()).add(to))
  const circles: string[][] = []
  const told = new Set<string>()
  for (const start of next.keys()) {
    if (told.has(start)) continue
    const circle = shortestWayBack(start, next)
    if (!circle) continue
    for (const file of circle) told.add(file)
    circles.push(circle)
  }
  return circles
}

function shortestWayBack(start: string, next: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const before = new Map<string, string>()
  const open = [start]
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const to of next.get(at) ?? []) {
      if (to === start) return way(at, before)
      if (before.has(to)) continue
      before.set(to, at)
      open.push(to)
    }
  }
  return undefined
}

function way(end: string, before: ReadonlyMap<string, string>): string[] {
  const files = [end]
  for (let at = before.get(end); at !== undefined; at = before.get(at)) files.unshift(at)
  return files
}
