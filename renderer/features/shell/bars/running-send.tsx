import { Progress, Tooltip, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Status } from '../../../lib/bridge/use-bridge.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { batchName } from '../../../lib/words/batch-name.ts'
import { useLive } from '../../../stores/live.ts'
import { quartersDone } from './milestone.ts'

type Props = { readonly running: Status['running']; readonly compact: boolean }

/** How far the sending is, on every page; opens it in the log. */
export function RunningSend({ running, compact }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const name = running ? batchName(t, running) : ''
  const count = running ? t('shell.running.count', { done: format.count(running.done), total: format.count(running.total) }) : ''
  useSpokenProgress(running, name, count)
  if (!running) return null
  return (
    <Tooltip label={`${name} ${count}`} position="right" disabled={!compact} withinPortal={false} floatingStrategy="fixed">
      <Link to="/log" search={{ batch: running.batchId }} className="running">
        {compact ? (
          <VisuallyHidden>
            {name} {count}
          </VisuallyHidden>
        ) : (
          <>
            <span className="running-name">{name}</span>
            <span className="figures">{count}</span>
          </>
        )}
        <VisuallyHidden>{t('shell.running.open')}</VisuallyHidden>
        <Progress value={running.total === 0 ? 0 : (running.done / running.total) * 100} aria-label={count} />
      </Link>
    </Tooltip>
  )
}

function useSpokenProgress(running: Status['running'], name: string, count: string): void {
  const { t } = useTranslation()
  const announce = useLive((live) => live.announce)
  const last = useRef<{ id: number; quarters: number; name: string } | null>(null)
  useEffect(() => {
    if (!running) {
      if (last.current) announce(t('shell.running.finished', { name: last.current.name }))
      last.current = null
      return
    }
    const quarters = quartersDone(running.done, running.total)
    if (last.current?.id === running.batchId && last.current.quarters === quarters) return
    last.current = { id: running.batchId, quarters, name }
    announce(`${name}: ${count}`)
  }, [running, name, count, announce, t])
}
