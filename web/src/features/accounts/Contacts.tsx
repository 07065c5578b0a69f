import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '@/api/http'
import { useMay } from '@/api/session'
import type { Contact, List } from '@/api/types'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { Button, IconButton } from '@/ui/Button'
import { Empty, Failure, Notice, SkeletonRows } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Card, Form } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { toast } from '@/ui/toast'
import css from './accounts.module.css'

const ROLES = ['decision_maker', 'influencer', 'user', 'gatekeeper'] as const

/** The people of an account. */
export function Contacts({ accountId }: { accountId: string }) {
  const t = useT()
  const may = useMay()
  const [editing, setEditing] = useState<Contact | 'new' | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['contacts', accountId],
    queryFn: ({ signal }) => api.get<List<Contact>>('/contacts', { account_id: accountId, limit: 100 }, signal),
  })
  const contacts = data?.data
  return (
    <Card
      title={t('accounts.contacts')}
      actions={may('contact', 'create') ? <IconButton label={t('accounts.addContact')} icon={<Plus />} onPress={() => setEditing('new')} /> : null}
    >
      {editing ? <ContactForm accountId={accountId} contact={editing === 'new' ? null : editing} onDone={() => setEditing(null)} /> : null}
      {error ? (
        <Failure message={explain(error)} onRetry={() => void refetch()} />
      ) : !contacts ? (
        <SkeletonRows rows={2} height={44} />
      ) : contacts.length === 0 && !editing ? (
        <Empty title={t('accounts.contactsEmpty')} />
      ) : (
        <ul className={css.rows}>
          {contacts.map((contact) => (
            <ContactRow key={contact.id} contact={contact} onEdit={() => setEditing(contact)} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function ContactRow({ contact, onEdit }: { contact: Contact; onEdit: () => void }) {
  const t = useT()
  const may = useMay()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.delete(`/contacts/${contact.id}`, contact.version),
    onSuccess: async () => {
      toast(t('common.deleted', { name: contact.full_name }))
      await client.invalidateQueries({ queryKey: ['contacts', contact.account_id] })
    },
    onError: (error) => toast(explain(error)),
  })
  return (
    <li>
      <div className="grow">
        <strong>{contact.full_name}</strong>
        <div className="muted small">{[contact.title, contact.role ? t(`accounts.contactRole.${contact.role}`) : null].filter(Boolean).join(' · ')}</div>
        <div className="row small">
          {contact.phone ? <a href={`tel:${contact.phone}`}>{contact.phone}</a> : null}
          {contact.email ? <a href={`mailto:${contact.email}`}>{contact.email}</a> : null}
        </div>
      </div>
      {may('contact', 'update') ? <IconButton label={t('common.edit')} icon={<Pencil />} onPress={onEdit} /> : null}
      {may('contact', 'delete') ? <IconButton label={t('common.delete')} icon={<Trash2 />} onPress={() => remove.mutate()} /> : null}
    </li>
  )
}

function ContactForm({ accountId, contact, onDone }: { accountId: string; contact: Contact | null; onDone: () => void }) {
  const t = useT()
  const client = useQueryClient()
  const [fullName, setFullName] = useState(contact?.full_name ?? '')
  const [title, setTitle] = useState(contact?.title ?? '')
  const [role, setRole] = useState(contact?.role ?? null)
  const [phone, setPhone] = useState(contact?.phone ?? '')
  const [email, setEmail] = useState(contact?.email ?? '')
  const save = useMutation({
    mutationFn: () => {
      const body = { full_name: fullName.trim(), title: title.trim() || null, role, phone: phone.trim() || null, email: email.trim() || null }
      return contact ? api.patch(`/contacts/${contact.id}`, body, contact.version) : api.post('/contacts', { ...body, account_id: accountId })
    },
    onSuccess: async () => {
      toast(t('common.saved'))
      await client.invalidateQueries({ queryKey: ['contacts', accountId] })
      onDone()
    },
  })
  return (
    <Form onSubmit={() => fullName.trim() && save.mutate()} label={t('accounts.addContact')}>
      <Field label={t('accounts.fullName')} value={fullName} onChange={setFullName} isRequired autoFocus />
      <div className="two-columns">
        <Field label={t('accounts.title')} value={title} onChange={setTitle} />
        <Select label={t('accounts.contactRole')} value={role} onChange={setRole} placeholder={t('common.none')} options={ROLES.map((id) => ({ id, label: t(`accounts.contactRole.${id}`) }))} />
        <Field label={t('record.phone')} type="tel" value={phone} onChange={setPhone} />
        <Field label={t('record.email')} type="email" value={email} onChange={setEmail} />
      </div>
      {save.error ? <Notice tone="bad">{explain(save.error)}</Notice> : null}
      <div className="row">
        <Button type="submit" variant="primary" isPending={save.isPending} isDisabled={!fullName.trim()}>
          {t('common.save')}
        </Button>
        <Button onPress={onDone}>{t('common.cancel')}</Button>
      </div>
    </Form>
  )
}
