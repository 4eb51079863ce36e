/** Ending a program that does not end by itself. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

/** Ends a program with all that it has started, and all that those have started: browsers have process groups of their own, and outlive whoever started them. */
export function endTree(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
    return
  }
  const tree = new Set([pid])
  // Whatever stands still starts nothing more, so that in the end nobody is missing.
  for (let known = 0; known < tree.size; ) {
    known = tree.size
    for (const one of tree) send(one, 'SIGSTOP')
    const started = childrenOf()
    for (const one of tree) for (const child of started.get(one) ?? []) tree.add(child)
  }
  for (const one of tree) send(one, 'SIGKILL')
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // it has ended meanwhile, or belongs to somebody else
  }
}

function childrenOf(): Map<number, number[]> {
  const children = new Map<number, number[]>()
  for (const { pid, parent } of process.platform === 'linux' ? fromProc() : fromPs()) children.set(parent, [...(children.get(parent) ?? []), pid])
  return children
}

type Family = { readonly pid: number; readonly parent: number }

/** A small Debian has no `ps`. */
function fromProc(): Family[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      // the name of the program stands in brackets, and may hold some itself; its parent is the second word after it
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8')
      return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }]
    } catch {
      // it has ended since the folder was read
      return []
    }
  })
}

function fromPs(): Family[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  return [...stdout.matchAll(/^ *(\d+) +(\d+)/gm)].map(([, pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }))
}
