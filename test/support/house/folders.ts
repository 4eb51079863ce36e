/** The table of folders in ARCHITECTURE.md, and what in the code goes against it. */
import type { Arrow } from './imports.ts'

/** A row of the table: its folders, the band that it stands in, and the packages that its files may import. */
export type Row = { readonly folders: readonly string[]; readonly band: string; readonly packages: readonly string[] }

/**
 * Reads the table whose first heading is "folder", top row first. A row in bold begins a band. In the first column stand folders (or single files),
 * `*` for one name; in the last, packages (`*` ends a name or stands for all, `node` for what Node brings along). Throws where there is no such table.
 */
export function readFolderTable(markdown: string): Row[] {
  const lines = markdown.split('\n')
  const head = lines.findIndex((line) => /^\|\s*folder\s*\|/.test(line))
  if (head < 0) throw new Error('there is no table of folders')
  const body = lines.slice(head + 2)
  const end = body.findIndex((line) => !line.startsWith('|'))
  let band = ''
  return body.slice(0, end < 0 ? undefined : end).flatMap((line) => {
    const cells = line.split('|').slice(1, -1)
    const bold = /\*\*(.+?)\*\*/.exec(cells[0] ?? '')?.[1]
    if (bold !== undefined) band = bold
    return bold === undefined ? [{ folders: namesIn(cells[0]), band, packages: namesIn(cells.at(-1)) }] : []
  })
}

const namesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

/** What goes against the table, one sentence each: files of no row, arrows that do not go down, packages that the row does not name. */
export function faultsOf(files: readonly string[], arrows: readonly Arrow[], table: readonly Row[]): string[] {
  const homes = new Map(files.map((file) => [file, homeOf(file, table)]))
  const homeless = files.filter((file) => homes.get(file) === undefined).map((file) => `${file}: the table does not name its folder`)
  const wrong = arrows.flatMap(({ from, to, kind }) => {
    const home = homes.get(from)
    if (!home) return []
    if (kind === 'package') return home.row.packages.some((one) => allows(one, to)) ? [] : [`${from} imports ${to}, which its row does not name`]
    const other = homes.get(to) ?? homeOf(to, table)
    return other && mayImport(home, other, table) ? [] : [`${from} imports ${to}, which is not below it`]
  })
  return [...homeless, ...wrong]
}

/** `folder`: the folder itself, not the pattern that it fits. */
type Home = { readonly row: Row; readonly folder: string }

function mayImport(from: Home, to: Home, table: readonly Row[]): boolean {
  if (from.folder === to.folder) return true
  const bands = [...new Set(table.map((row) => row.band))]
  const reachable = from.row.band === bands[0] || to.row.band === from.row.band || to.row.band === bands.at(-1)
  return reachable && table.indexOf(to.row) > table.indexOf(from.row)
}

/** Where a file belongs: the longest name that holds it. A folder whose own folders have rows of their own holds only what lies in it directly. */
function homeOf(file: string, table: readonly Row[]): Home | undefined {
  const names = table.flatMap((row) => row.folders.map((name) => ({ row, name })))
  const fitting = names.flatMap(({ row, name }) => {
    const folder = folderOf(name, file)
    const isDivided = names.some((other) => other.name.startsWith(`${name}/`))
    const isDirect = file.lastIndexOf('/') === folder?.length
    return folder !== undefined && (!isDivided || isDirect) ? [{ row, folder, depth: name.split('/').length, stars: name.includes('*') ? 1 : 0 }] : []
  })
  return fitting.sort((a, b) => b.depth - a.depth || a.stars - b.stars)[0]
}

/** The folder (or file) that fits the name and holds the file. */
function folderOf(name: string, file: string): string | undefined {
  const wanted = name.split('/')
  const parts = file.split('/')
  const fits = parts.length >= wanted.length && wanted.every((one, i) => one === '*' || one === parts[i])
  // a star is a folder, never a file
  if (!fits || (parts.length === wanted.length && name.endsWith('*'))) return undefined
  return parts.slice(0, wanted.length).join('/')
}

function allows(name: string, wanted: string): boolean {
  if (name === 'node') return wanted.startsWith('node:')
  return name.endsWith('*') ? wanted.startsWith(name.slice(0, -1)) : name === wanted
}
