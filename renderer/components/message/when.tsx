import { useFormat } from '../../lib/format/use-format.ts'

type Props = { /** ms UTC */ readonly at: number /** Without the year. */; readonly short?: boolean }

/** An instant in the school's zone. */
export function When({ at, short = false }: Props) {
  const format = useFormat()
  return (
    <time className="figures" dateTime={new Date(at).toISOString()}>
      {short ? format.shortDayTime(at) : format.dayTime(at)}
    </time>
  )
}
