import {
  Button,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { useT } from '@/i18n'
import css from './display.module.css'

interface Message {
  text: string
  action?: { label: string; run: () => void }
}

const TOAST_MS = 6000
const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 })

/** Says what has happened; `undo` offers the way back. */
export function toast(text: string, action?: Message['action']): void {
  queue.add({ text, ...(action ? { action } : {}) }, { timeout: action ? TOAST_MS * 2 : TOAST_MS })
}

export function Toasts() {
  const t = useT()
  return (
    <ToastRegion queue={queue} className={css.toasts ?? ''} aria-label={t('common.notifications')}>
      {({ toast: item }) => (
        <Toast toast={item} className={css.toast ?? ''}>
          <ToastContent>
            <Text slot="title">{item.content.text}</Text>
          </ToastContent>
          {item.content.action ? (
            <Button
              onPress={() => {
                item.content.action?.run()
                queue.close(item.key)
              }}
            >
              {item.content.action.label}
            </Button>
          ) : null}
          <Button slot="close">{t('common.close')}</Button>
        </Toast>
      )}
    </ToastRegion>
  )
}
