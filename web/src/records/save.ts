import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useT } from '@/i18n'
import { toast } from '@/ui/toast'
import { explain } from './errors'

/** A small write: says so, and lets the named lists ask anew. */
export function useSave<Variables = void>(write: (variables: Variables) => Promise<unknown>, keys: string[], onDone?: () => void) {
  const t = useT()
  const client = useQueryClient()
  return useMutation({
    mutationFn: write,
    onSuccess: async () => {
      await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })))
      toast(t('common.saved'))
      onDone?.()
    },
    onError: (error) => toast(explain(error)),
  })
}
