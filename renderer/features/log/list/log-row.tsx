// biome-ignore-all lint/a11y: these are rows and cells of an ARIA grid, placed one by one; the grid around them holds the focus and handles the keys.
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMicros } from '../../../../shared/model/values/money.ts'
import { StatusBadge } from '../../../components/message/status-badge.tsx'
import { addressAsWritten } from '../../../lib/format/address.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import type { Translate } from '../../../lib/words/i18n.ts'
import styles from '../log.module.css'
import type { LogRow } from '../log-filter.ts'
import { type MessageRef, refOf } from './log-window.ts'

type Props = {
  readonly row: LogRow
  readonly index: number
  /** As the grid counts: from 1, with the row of headings. */
  readonly rowIndex: number
  readonly top: number
  readonly active: boolean
  readonly chosen: boolean
  readonly onActive: (index: number) => void
  readonly onOpen: (message: MessageRef) => void
  readonly onChoose: (index: number, range: boolean) => void
}

/** One message. Plain elements only: it is drawn anew with every scroll. */
export const GridRow = memo(function GridRow({ row, index, rowIndex, top, active, chosen, onActive, onOpen, onChoose }: Props) {
  const { t } = useTranslation()
  const { shortDayTime, micros } = useFormat()
  const toName = row.toName ?? t('model.batch.test')
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={chosen}
      data-index={index}
      tabIndex={active ? 0 : -1}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={() => onActive(index)}
      onClick={() => onOpen(refOf(row))}
    >
      <span
        role="gridcell"
        className={styles.choose}
        // The focus stays on the rows, one of which the keys move from.
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          event.stopPropagation()
          onChoose(index, event.shiftKey)
        }}
      >
        <input type="checkbox" readOnly tabIndex={-1} checked={chosen} aria-label={t('log.choose.row', { name: toName, when: shortDayTime(row.createdAt) })} />
      </span>
      <Cell name="time">{shortDayTime(row.createdAt)}</Cell>
      <Cell name="to">{toName}</Cell>
      <Cell name="address">{addressAsWritten(row.to)}</Cell>
      <Cell name="kind">{t(`model.channel.${row.channel}`)}</Cell>
      <Cell name="state">
        <StatusBadge state={row.state} />
      </Cell>
      <Cell name="cost">
        {row.costMicros !== null && (row.costCurrency === null ? formatMicros(row.costMicros) : micros(row.costMicros, row.costCurrency))}
      </Cell>
      <Cell name="text">{[reasonOf(t, row), row.text].filter(Boolean).join(' · ')}</Cell>
    </div>
  )
})

/** Why it did not go, where it did not: what one looks for in such a row. */
function reasonOf(t: Translate, { skipReason, failureReason, holdReason }: LogRow): string | null {
  if (holdReason) return t(`model.hold.${holdReason}.what`)
  if (skipReason) return t(`model.skip.${skipReason}`)
  return failureReason && t(`model.failure.${failureReason}`)
}

function Cell({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <span role="gridcell" className={styles[name]}>
      {children}
    </span>
  )
}
