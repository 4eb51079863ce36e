import { Anchor, Paper } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import { batchName } from '../../../lib/words/batch-name.ts'
import { type Hold, messagesOf } from '../act.ts'
import { leftOutTotal, overCents, type Preview, type Template } from '../draft.ts'
import { PartsLine } from '../parts-line.tsx'
import styles from '../send.module.css'
import type { SendStep, useSendStore } from '../send-store.ts'

type View = ReturnType<typeof useSendStore.getState>
type Props = {
  readonly view: View
  readonly preview: Preview
  readonly template: Template | undefined
  readonly practice: boolean
  readonly hold: Hold
}

/** Everything that was chosen and what it comes to, each line with the way back to where it is changed. */
export function CheckSummary({ view, preview, template, practice, hold }: Props) {
  const { t } = useTranslation()
  const { micros, time } = useFormat()
  const amount = micros(preview.sms.estimateMicros, preview.currency)
  const free = preview.sms.messages === 0
  const cost = practice
    ? free
      ? t('send.check.costPracticeFree')
      : t('send.check.costPractice', { amount })
    : free
      ? t('send.check.costEmail')
      : t('send.check.cost', { amount })
  const when = { quiet: t('send.check.quiet', { time: time(preview.quietUntil ?? 0) }), offline: t('send.check.offline'), paused: t('send.check.paused') }
  return (
    <Paper withBorder p="sm">
      <dl className={styles.summary}>
        <Line view={view} row="template" to="message">
          {template && batchName(t, { templateKey: template.key, name: template.name })} ({t('send.check.languages', preview.languages)})
        </Line>
        <Line view={view} row="channel" to="message">
          {t(`send.message.channels.${view.channel}`)}
        </Line>
        <Line view={view} row="who" to="who">
          <WhoWords view={view} preview={preview} />
        </Line>
        <Line view={view} row="leftOut">
          <LeftOut preview={preview} onOpen={() => view.openLeftOut(true)} />
        </Line>
        {!free && (
          <Line view={view} row="parts">
            <PartsLine sms={preview.sms} />
          </Line>
        )}
        {messagesOf(preview) > 0 && (
          <>
            <Line view={view} row="cost">
              {cost}
            </Line>
            <Line view={view} row="when">
              {hold === null ? t('send.check.now') : when[hold]}
            </Line>
          </>
        )}
        {preview.recent > 0 && (
          <Line view={view} row="recent">
            <b>{t('send.check.recent', { count: preview.recent })}</b>
          </Line>
        )}
      </dl>
    </Paper>
  )
}

type LineProps = { readonly view: View; readonly row: RowName; readonly to?: SendStep; readonly children: ReactNode }
type RowName = 'template' | 'channel' | 'who' | 'leftOut' | 'parts' | 'cost' | 'when' | 'recent'

function Line({ view, row, to, children }: LineProps) {
  const { t } = useTranslation()
  const name = t(`send.check.rows.${row}`)
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd>
        <div>{children}</div>
        {to && (
          <Anchor component="button" type="button" inherit aria-label={t('send.check.changeName', { name })} onClick={() => view.goTo(to)}>
            {t('send.check.change')}
          </Anchor>
        )}
      </dd>
    </div>
  )
}

function WhoWords({ view, preview }: { readonly view: View; readonly preview: Preview }) {
  const { t } = useTranslation()
  const { cents } = useFormat()
  const over = overCents(view.over)
  const narrowed = [
    view.scope === 'everyone' && t('send.check.everyone'),
    view.scope === 'owing' && (over ? t('send.check.owingOver', { amount: cents(over) }) : t('send.check.owingAny')),
    view.scope !== 'everyone' && view.classes.length > 0 && t('send.check.inClasses', { classes: view.classes.join(', ') }),
    view.copies && t('send.check.withCopies'),
  ]
  return [t('send.check.families', { count: preview.guardians }), ...narrowed.filter((words) => words !== false)].join(' · ')
}

function LeftOut({ preview, onOpen }: { readonly preview: Preview; readonly onOpen: () => void }) {
  const { t } = useTranslation()
  if (leftOutTotal(preview) === 0) return t('send.check.leftOutNone')
  return (
    <>
      {messagesOf(preview) === 0 && <b>{t('send.who.nobody')}</b>}
      <ul className={styles.plain}>
        {preview.leftOut.map(({ reason, count }) => (
          <li key={reason}>{t('send.check.leftOutItem', { count, reason: t(`model.skip.${reason}`) })}</li>
        ))}
      </ul>
      <Anchor component="button" type="button" inherit onClick={onOpen}>
        {t('send.check.seeList')}
      </Anchor>
    </>
  )
}
