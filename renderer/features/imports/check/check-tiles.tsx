import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import styles from '../imports.module.css'
import { type Check, type RowTab, rowsIn } from './check-figures.ts'

const TABS: readonly RowTab[] = ['look', 'create', 'change', 'same', 'skip', 'refuse']

type Props = { readonly check: Check; readonly open: RowTab; readonly onOpen: (tab: RowTab) => void }

/** How many rows meet which fate; each figure shows its rows below. */
export function CheckTiles({ check, open, onOpen }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame and a legend, and these are not fields.
    <div className={styles.tiles} role="group" aria-label={t('imports.check.tiles')}>
      {TABS.map((tab) => (
        <button key={tab} type="button" className={styles.tile} aria-pressed={tab === open} onClick={() => onOpen(tab)}>
          <span className={styles.figure}>{format.count(rowsIn(tab, check))}</span>
          <span>{tab === 'look' ? t('imports.check.look') : t(`model.verdict.${tab}`)}</span>
        </button>
      ))}
    </div>
  )
}
