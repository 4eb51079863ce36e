import { Group, Radio } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ON_CHANGE, type OnChange } from '../../../shared/model/messages/template.ts'

type Props = { readonly value: OnChange; readonly onChange: (value: OnChange) => void }

/** What becomes of a waiting message whose balance is no longer true. */
export function OnChangeField({ value, onChange }: Props) {
  const { t } = useTranslation()
  const choose = (chosen: string) => {
    const known = ON_CHANGE.find((each) => each === chosen)
    if (known) onChange(known)
  }
  return (
    <Radio.Group label={t('templates.onChange.label')} description={t('templates.onChange.help')} value={value} onChange={choose}>
      <Group gap="lg" mt="xs">
        {ON_CHANGE.map((each) => (
          <Radio key={each} value={each} label={t(`templates.onChange.${each}`)} />
        ))}
      </Group>
    </Radio.Group>
  )
}
