import { useQuery } from '@tanstack/react-query'
import { FileUp, X } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { api } from '@/api/http'
import type { AreaRef, List } from '@/api/types'
import { useFormat, useT } from '@/i18n'
import { useViewBox } from '@/map/view-box'
import { Button, IconButton } from '@/ui/Button'
import { Segmented } from '@/ui/Choice'
import { Notice } from '@/ui/display'
import { Select } from '@/ui/Select'
import type { TermsFieldProps } from './CountFields'
import { levelsOf, readCollection, UNITS } from './terms'

/** The smallest pieces: cells, districts of one level, or polygons out of a file. */
export function UnitFields({ terms, onTerms }: Omit<TermsFieldProps, 'reps'>) {
  const t = useT()
  return (
    <>
      <Segmented
        label={t('territory.units')}
        value={terms.units}
        onChange={(units) => onTerms({ units })}
        options={UNITS.map((id) => ({ id, label: t(`territory.units.${id}`) }))}
      />
      {terms.units === 'areas' ? <Level terms={terms} onTerms={onTerms} /> : null}
      {terms.units === 'polygons' ? <File terms={terms} onTerms={onTerms} /> : null}
    </>
  )
}

/** Levels of which the map shows areas, with how many. */
function Level({ terms, onTerms }: Omit<TermsFieldProps, 'reps'>) {
  const t = useT()
  const bbox = useViewBox()
  const found = useQuery({
    queryKey: ['areas', 'levels', bbox],
    queryFn: ({ signal }) => api.get<List<AreaRef>>('/areas', { bbox: bbox?.join() }, signal),
    enabled: bbox !== null,
  })
  const levels = levelsOf(found.data?.data ?? [])
  if (found.isSuccess && levels.length === 0) return <p className="muted small">{t('territory.noLevels')}</p>
  return (
    <Select
      label={t('territory.level')}
      value={terms.level === null ? null : String(terms.level)}
      placeholder={t('territory.levelChoose')}
      onChange={(id) => onTerms({ level: Number(id) })}
      options={levels.map(({ level, count, example }) => ({ id: String(level), label: t('territory.levelOf', { level, count, example }) }))}
    />
  )
}

function File({ terms, onTerms }: Omit<TermsFieldProps, 'reps'>) {
  const t = useT()
  const format = useFormat()
  const [isBad, setBad] = useState(false)
  const read = async (file: File) => {
    const collection = readCollection(await file.text())
    setBad(collection === null)
    if (collection) onTerms({ file: { name: file.name, collection } })
  }
  return (
    <>
      <p className="muted small">{t('territory.fileHint')}</p>
      {terms.file ? (
        <div className="spread">
          <span className="ellipsis">
            {terms.file.name} · {format.number(terms.file.collection.features.length)}
          </span>
          <IconButton label={t('common.remove')} icon={<X />} onPress={() => onTerms({ file: null })} />
        </div>
      ) : (
        <FileTrigger acceptedFileTypes={['.geojson', '.json', 'application/geo+json']} onSelect={(files) => files?.[0] && void read(files[0])}>
          <Button icon={<FileUp aria-hidden />}>{t('territory.file')}</Button>
        </FileTrigger>
      )}
      {isBad ? <Notice tone="bad">{t('territory.fileBad')}</Notice> : null}
    </>
  )
}
