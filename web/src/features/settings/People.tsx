import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/api/http'
import { useMay, useSession } from '@/api/session'
import type { List, Role, Team, User } from '@/api/types'
import { useT } from '@/i18n'
import { roleLabel, ROLES } from '@/records/labels'
import { useUsers } from '@/records/lookups'
import { useSave } from '@/records/save'
import { Button, IconButton } from '@/ui/Button'
import { Checkbox } from '@/ui/Choice'
import { Badge, SkeletonRows } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Card, Form } from '@/ui/layout'
import { Popover } from '@/ui/Menu'
import { Select } from '@/ui/Select'
import css from './settings.module.css'

/** Everyone who may sign in. */
export function Users() {
  const t = useT()
  const may = useMay()
  const users = useUsers()
  const [isAdding, setAdding] = useState(false)
  return (
    <Card title={t('settings.users')} actions={may('user', 'create') ? <IconButton label={t('settings.addUser')} icon={<Plus />} onPress={() => setAdding(true)} /> : null}>
      {isAdding ? <NewUser onDone={() => setAdding(false)} /> : null}
      <ul className={css.rows}>
        {users.map((user) => (
          <UserRow key={user.id} user={user} />
        ))}
      </ul>
    </Card>
  )
}

function UserRow({ user }: { user: User }) {
  const t = useT()
  const may = useMay()
  const { user: me } = useSession()
  const save = useSave((patch: Partial<User>) => api.patch(`/users/${user.id}`, patch, user.version), ['users'])
  const isEditable = may('user', 'update') && user.id !== me.id
  return (
    <li>
      <div className="grow">
        <strong>{user.name}</strong>
        <div className="muted small">{user.email}</div>
      </div>
      {isEditable ? (
        <Select label={t('settings.role')} labelHidden value={user.role} onChange={(role) => save.mutate({ role })} options={ROLES.map((id) => ({ id, label: roleLabel(t, id) }))} />
      ) : (
        <Badge>{roleLabel(t, user.role)}</Badge>
      )}
      {user.status === 'disabled' ? <Badge tone="warn">{t('settings.status.disabled')}</Badge> : null}
      {isEditable ? (
        <Button variant="quiet" onPress={() => save.mutate({ status: user.status === 'active' ? 'disabled' : 'active' })}>
          {t(user.status === 'active' ? 'settings.disable' : 'settings.enable')}
        </Button>
      ) : null}
    </li>
  )
}

const PASSWORD_MIN = 8

function NewUser({ onDone }: { onDone: () => void }) {
  const t = useT()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('rep')
  const [password, setPassword] = useState('')
  const save = useSave(() => api.post('/users', { name: name.trim(), email: email.trim(), role, password }), ['users'], onDone)
  const isComplete = name.trim() !== '' && email.includes('@') && password.length >= PASSWORD_MIN
  return (
    <Form onSubmit={() => isComplete && save.mutate()} label={t('settings.addUser')}>
      <div className="two-columns">
        <Field label={t('settings.name')} value={name} onChange={setName} isRequired autoFocus />
        <Field label={t('settings.email')} type="email" value={email} onChange={setEmail} isRequired autoComplete="off" />
        <Select label={t('settings.role')} value={role} onChange={setRole} options={ROLES.map((id) => ({ id, label: roleLabel(t, id) }))} />
        <Field label={t('settings.password')} type="password" value={password} onChange={setPassword} isRequired hint={t('settings.passwordHint')} autoComplete="new-password" />
      </div>
      <div className="row">
        <Button type="submit" variant="primary" isPending={save.isPending} isDisabled={!isComplete}>
          {t('common.create')}
        </Button>
        <Button onPress={onDone}>{t('common.cancel')}</Button>
      </div>
    </Form>
  )
}

export function Teams() {
  const t = useT()
  const may = useMay()
  const [name, setName] = useState('')
  const teams = useQuery({ queryKey: ['teams'], queryFn: () => api.get<List<Team>>('/teams') })
  const add = useSave(() => api.post('/teams', { name: name.trim(), member_ids: [] }), ['teams'], () => setName(''))
  return (
    <Card title={t('settings.teams')}>
      {teams.data ? (
        <ul className={css.rows}>
          {teams.data.data.map((team) => (
            <TeamRow key={team.id} team={team} />
          ))}
        </ul>
      ) : (
        <SkeletonRows rows={2} />
      )}
      {may('team', 'create') ? (
        <Form onSubmit={() => name.trim() && add.mutate()} label={t('settings.addTeam')}>
          <div className={css.inline}>
            <Field label={t('settings.addTeam')} value={name} onChange={setName} />
            <Button type="submit" isPending={add.isPending} isDisabled={!name.trim()}>
              {t('common.add')}
            </Button>
          </div>
        </Form>
      ) : null}
    </Card>
  )
}

function TeamRow({ team }: { team: Team }) {
  const t = useT()
  const may = useMay()
  const users = useUsers()
  const save = useSave((member_ids: string[]) => api.patch(`/teams/${team.id}`, { member_ids }, team.version), ['teams'])
  const toggle = (id: string, on: boolean) => save.mutate(on ? [...team.member_ids, id] : team.member_ids.filter((other) => other !== id))
  const count = t('settings.members', { count: team.member_ids.length })
  return (
    <li>
      <strong className="grow">{team.name}</strong>
      {may('team', 'update') ? (
        <Popover label={t('settings.memberList')} trigger={<Button>{count}</Button>}>
          <div className="stack">
            {users.map(({ id, name }) => (
              <Checkbox key={id} isSelected={team.member_ids.includes(id)} onChange={(on) => toggle(id, on)}>
                {name}
              </Checkbox>
            ))}
          </div>
        </Popover>
      ) : (
        <span className="muted">{count}</span>
      )}
    </li>
  )
}
