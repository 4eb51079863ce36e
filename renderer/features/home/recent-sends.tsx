import { Card, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { MESSAGE_STATES } from '../../../shared/model/message.ts'
import { PageLink } from '../../components/page-link.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { When } from '../../components/when.tsx'
import { campaignName } from '../../lib/campaign-name.ts'
import { useFormat } from '../../lib/use-format.ts'

type Recent = Output<'overview:get'>['recent']
type Props = { readonly recent: Recent }

export function RecentSends({ recent }: Props) {
  const { t } = useTranslation()
  return (
    <Card withBorder component="section" aria-labelledby="recent-title">
      <h2 id="recent-title">{t('home.recent.title')}</h2>
      {recent.length === 0 && (
        <Text mt="xs" c="dimmed">
          {t('home.recent.none')}
        </Text>
      )}
      <ul className="recent">
        {recent.map((send) => (
          <RecentSend key={send.campaignId} send={send} />
        ))}
      </ul>
    </Card>
  )
}

function RecentSend({ send }: { readonly send: Recent[number] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const name = campaignName(t, send)
  // Send counts its messages without those left out, and so does this.
  const messages = send.planned - (send.states.skipped ?? 0)
  return (
    <li>
      <div>
        <PageLink to="/log" search={{ campaign: send.campaignId }} aria-label={t('home.recent.open', { name })} underline="always">
          {name}
        </PageLink>
        <Text size="sm" c="dimmed">
          <When at={send.at} short /> · {t('home.recent.planned', { count: messages, shown: format.count(messages) })}
        </Text>
      </div>
      <div className="recent-states">
        {MESSAGE_STATES.map((state) => {
          const count = send.states[state] ?? 0
          return count > 0 && <StatusBadge key={state} state={state} count={format.count(count)} />
        })}
      </div>
    </li>
  )
}
