import { Alert, Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureAlert } from '../../../components/feedback/failure-alert.tsx'
import { SideDrawer } from '../../../components/layout/side-drawer.tsx'
import { useAct } from '../../../lib/bridge/use-bridge.ts'
import { toastDone } from '../../../lib/toast.tsx'
import { troubleWords } from '../../../lib/words/trouble-words.ts'

/** Asks every source of reports now. What could not be asked is told until it is closed. */
export function AskReports() {
  const { t } = useTranslation()
  const refresh = useAct('reports:refresh')
  const trouble = refresh.data?.trouble ?? []
  const ask = () =>
    refresh.mutate(
      {},
      {
        onSuccess: ({ trouble: troubles, ...counts }) => {
          const anyChange = counts.delivered + counts.failed + counts.confirmed > 0
          if (anyChange || troubles.length === 0) toastDone(anyChange ? t('reports.asked', counts) : t('reports.askedNone'), t('shell.act.close'))
        },
      },
    )
  return (
    <>
      <Button variant="default" onClick={ask} loading={refresh.isPending}>
        {t('reports.ask')}
      </Button>
      <SideDrawer opened={refresh.error !== null || trouble.length > 0} onClose={refresh.reset} size="30rem" title={t('reports.ask')}>
        {refresh.error && <FailureAlert error={refresh.error} onRetry={ask} />}
        {trouble.length > 0 && (
          <Alert color="orange" title={t('reports.trouble')}>
            <ul className="flat">
              {trouble.map((key) => (
                <li key={key}>{troubleWords(t, key)?.what ?? key}</li>
              ))}
            </ul>
          </Alert>
        )}
      </SideDrawer>
    </>
  )
}
