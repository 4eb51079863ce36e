import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import { useFormat } from '../../lib/format/use-format.ts'

type Props = { readonly overview: Output<'overview:get'>; readonly credit: Output<'console:status'>['channels']['sms']['balance'] }

/** The numbers of the day, and what is left at the SMS provider where it says so. */
export function Figures({ overview, credit }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const { today, owing, people } = overview
  const figures = [
    { name: 'sent', value: format.count(today.sent) },
    { name: 'failed', value: format.count(today.failed) },
    { name: 'cost', value: format.charges(today.costs) },
    {
      name: 'owing',
      value: format.cents(owing.cents),
      more: t('home.figures.owingBy', { count: owing.students, shown: format.count(owing.students), all: format.count(people.students) }),
    },
    ...(credit
      ? [
          {
            name: 'credit' as const,
            value: format.micros(credit.micros, credit.currency),
            more: t('home.figures.creditAt', { when: format.shortDayTime(credit.at) }),
          },
        ]
      : []),
  ] as const
  return (
    <dl className="figures-row" aria-label={t('home.figures.label')}>
      {figures.map((figure) => (
        <div key={figure.name} className="figure">
          <dt>{t(`home.figures.${figure.name}`)}</dt>
          <dd className="figure-value figures">{figure.value}</dd>
          {'more' in figure && <dd>{figure.more}</dd>}
        </div>
      ))}
    </dl>
  )
}
