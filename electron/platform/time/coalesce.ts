/**
 * Coalesces the calls of a slow query: one run at a time for the same input. Who calls while it runs shares the next run, so that no caller gets an
 * answer that is older than the call.
 */
export function coalesce<I, O>(query: (input: I) => Promise<O>): (input: I) => Promise<O> {
  type Run = { readonly current: Promise<O>; next: Promise<O> | null }
  const runs = new Map<string, Run>()
  const begin = (key: string, input: I): Promise<O> => {
    const run: Run = { current: query(input), next: null }
    runs.set(key, run)
    const end = () => {
      if (run.next === null) runs.delete(key)
    }
    run.current.then(end, end)
    return run.current
  }
  return (input) => {
    const key = JSON.stringify(input)
    const run = runs.get(key)
    if (!run) return begin(key, input)
    const again = () => begin(key, input)
    run.next ??= run.current.then(again, again)
    return run.next
  }
}
