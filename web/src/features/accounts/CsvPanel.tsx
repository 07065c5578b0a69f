import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { api } from '@/api/http'
import type { ImportResult } from '@/api/types'
import { followJob } from '@/api/jobs'
import { useFormat, useT } from '@/i18n'
import { accountsChanged } from '@/records/changed'
import { explain } from '@/records/errors'
import { Button } from '@/ui/Button'
import { Segmented } from '@/ui/Choice'
import { Failure, Notice, SkeletonRows, Stats } from '@/ui/display'
import { Panel, Section } from '@/ui/layout'
import css from './accounts.module.css'
import { errorsShown, mappingRows } from './csv'

type Encoding = 'auto' | 'utf-8' | 'cp949'

/** Accounts from a CSV: checked first without writing, then written all or nothing. */
export function CsvPanel({ onClose }: { onClose: () => void }) {
  const t = useT()
  const [file, setFile] = useState<File | null>(null)
  const [encoding, setEncoding] = useState<Encoding>('auto')
  const check = useMutation({ mutationFn: (source: { file: File; encoding: Encoding }) => send(source.file, source.encoding, true) })
  const commit = useMutation({
    mutationFn: () => send(file!, encoding, false),
    onSuccess: accountsChanged,
  })
  const look = (next: File, as: Encoding) => {
    setFile(next)
    setEncoding(as)
    commit.reset()
    check.mutate({ file: next, encoding: as })
  }
  const result = check.data
  const isReady = result !== undefined && result.errors.length === 0 && result.rows > 0 && !commit.isSuccess
  return (
    <Panel
      title={t('accounts.csvTitle')}
      label={t('accounts.csvTitle')}
      subtitle={t('accounts.csvLead')}
      onClose={onClose}
      footer={
        isReady ? (
          <Button variant="primary" block isPending={commit.isPending} onPress={() => commit.mutate()}>
            {t('accounts.csvCommit', { count: result.rows })}
          </Button>
        ) : null
      }
    >
      <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={(files) => files?.[0] && look(files[0], encoding)}>
        <Button icon={<FileUp aria-hidden />}>{file?.name ?? t('accounts.csvChoose')}</Button>
      </FileTrigger>
      <div className="spread">
        <span className="muted small">{t('accounts.csvEncoding')}</span>
        <Segmented
          label={t('accounts.csvEncoding')}
          value={encoding}
          onChange={(next) => (file ? look(file, next) : setEncoding(next))}
          options={[
            { id: 'auto', label: t('accounts.csvAuto') },
            { id: 'utf-8', label: 'UTF-8' },
            { id: 'cp949', label: 'CP949' },
          ]}
        />
      </div>
      {check.isPending ? <SkeletonRows rows={4} /> : null}
      {check.error ? <Failure message={explain(check.error)} /> : null}
      {commit.error ? <Notice tone="bad">{explain(commit.error)}</Notice> : null}
      {commit.isSuccess ? (
        <Notice tone="good">{t('accounts.csvDone', { created: commit.data.created, updated: commit.data.updated })}</Notice>
      ) : result ? (
        <Report result={result} />
      ) : null}
    </Panel>
  )
}

async function send(file: File, encoding: Encoding, isDryRun: boolean): Promise<ImportResult> {
  const answer = await api.post<ImportResult | { id: string; kind: string }>('/accounts/import', new Blob([file]), {
    query: { dry_run: isDryRun, encoding },
    headers: { 'Content-Type': 'text/csv' },
  })
  if ('rows' in answer) return answer
  return followJob<ImportResult>(answer.id, { onProgress: () => undefined, signal: new AbortController().signal })
}

function Report({ result }: { result: ImportResult }) {
  const t = useT()
  const format = useFormat()
  const { shown, hidden } = errorsShown(result.errors)
  return (
    <>
      <Stats
        items={[
          { label: t('accounts.csvRows'), value: format.number(result.rows) },
          { label: t('accounts.csvCreated'), value: format.number(result.created) },
          { label: t('accounts.csvUpdated'), value: format.number(result.updated) },
          { label: t('accounts.csvErrors'), value: format.number(result.errors.length) },
        ]}
      />
      {result.notice ? <Notice tone="warn">{result.notice}</Notice> : null}
      <Notice tone={shown.length > 0 ? 'warn' : 'good'}>{t(shown.length > 0 ? 'accounts.csvFix' : 'accounts.csvReady')}</Notice>
      {shown.length > 0 ? (
        <table className={css.conflict}>
          <thead>
            <tr>
              <th scope="col">{t('accounts.csvLine')}</th>
              <th scope="col">{t('accounts.csvColumn')}</th>
              <th scope="col">{t('accounts.csvProblem')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ line, column, message }, i) => (
              <tr key={i}>
                <td className="num">{format.number(line)}</td>
                <td>{column}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {hidden > 0 ? <p className="muted small">{t('accounts.csvMore', { count: hidden })}</p> : null}
      <Section title={t('accounts.csvMapping')}>
        <ul className={css.rows}>
          {mappingRows(result.mapping).map(([column, field]) => (
            <li key={column}>
              <span>{column}</span>
              <span className="muted">{field ?? t('accounts.csvIgnored')}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
