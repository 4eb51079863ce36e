import { Button, Group, Text } from '@mantine/core'

type Props = {
  readonly offset: number
  readonly limit: number
  readonly total: number
  /** "1 to 100 of 412". */
  readonly words: string
  readonly previous: string
  readonly next: string
  readonly onPage: (offset: number) => void
}

/** Previous and next page of a long table; nothing at all where one page holds everything. */
export function Pager({ offset, limit, total, words, previous, next, onPage }: Props) {
  if (total <= limit) return null
  return (
    <Group gap="sm" justify="flex-end">
      <Text size="sm" role="status">
        {words}
      </Text>
      <Button size="xs" variant="default" disabled={offset === 0} onClick={() => onPage(Math.max(0, offset - limit))}>
        {previous}
      </Button>
      <Button size="xs" variant="default" disabled={offset + limit >= total} onClick={() => onPage(offset + limit)}>
        {next}
      </Button>
    </Group>
  )
}
