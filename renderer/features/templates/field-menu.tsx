import { Button, Menu, Text } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { TemplateField } from '../../../shared/model/messages/template.ts'

type Props = {
  readonly fields: readonly TemplateField[]
  /** Name of the text that gets the field. */
  readonly into: string
  readonly onInsert: (field: TemplateField) => void
}

/** Fields by plain names, each with an example of what stands there in the end. */
export function FieldMenu({ fields, into, onInsert }: Props) {
  const { t } = useTranslation()
  return (
    <div className="field-menu">
      {/* The cursor goes on in the text, not back on the button. */}
      <Menu position="bottom-start" returnFocus={false}>
        <Menu.Target>
          <Button variant="default" size="xs" leftSection={<IconBraces size="1rem" aria-hidden />}>
            {t('templates.insert')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="20rem" style={{ overflowY: 'auto' }}>
          {fields.map((field) => (
            <Menu.Item key={field} onClick={() => onInsert(field)}>
              {t(`templates.field.${field}`)}{' '}
              <Text span size="xs" c="dimmed">
                {t('templates.example', { example: t(`templates.sample.${field}`) })}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Text size="sm" c="dimmed">
        {t('templates.insertInto', { part: into })}
      </Text>
    </div>
  )
}
