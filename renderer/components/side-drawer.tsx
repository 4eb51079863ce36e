import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  readonly opened: boolean
  readonly title: string
  readonly size: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** More about one thing, at the right of the page. */
export function SideDrawer({ opened, title, size, onClose, children }: Props) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      styles={{ title: { fontSize: '1.125rem', fontWeight: 600 } }}
      closeButtonProps={{ 'aria-label': t('shell.act.close') }}
    >
      {children}
    </Drawer>
  )
}
