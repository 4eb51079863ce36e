/** Runs a slow query once at a time. Who asks while it runs shares the next run, so that no caller gets an answer older than the call. */
export function shareAnswers<I, O>(ask: (input: I) => Promise<O>): (input: I) => Promise<O> {
  type Asked = { readonly first: Promise<O>; next: Promise<O> | null }
  const asked = new Map<string, Asked>()
  const begin = (key: string, input: I): Promise<O> => {
    const one: Asked = { first: ask(input), next: null }
    asked.set(key, one)
    const over = () => {
      if (one.next === null) asked.delete(key)
    }
    one.first.then(over, over)
    return one.first
  }
  return (input) => {
    const key = JSON.stringify(input)
    const one = asked.get(key)
    if (!one) return begin(key, input)
    const again = () => begin(key, input)
    one.next ??= one.first.then(again, again)
    return one.next
  }
}
