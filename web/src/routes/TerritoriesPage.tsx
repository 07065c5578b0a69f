import { useQuery } from '@tanstack/react-query'
import { Plus, Shapes, Split } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useMay } from '@/api/session'
import type { Alignment, DivideResult, RealignPlan } from '@/api/types'
import { useCreateAlignment } from '@/features/territories/actions'
import { AlignmentList } from '@/features/territories/AlignmentList'
import { AlignmentPanel } from '@/features/territories/AlignmentPanel'
import { BalanceTable, type BalanceRow } from '@/features/territories/Balance'
import { DividePanel } from '@/features/territories/DividePanel'
import { BALANCES, type Balance } from '@/features/territories/model'
import { RealignPanel } from '@/features/territories/RealignPanel'
import { TerritoriesLayer, type Patch } from '@/features/territories/TerritoriesLayer'
import { useFormat, useT, type Translate } from '@/i18n'
import { useFit } from '@/map/AreaLayer'
import { explain } from '@/records/errors'
import { alignmentsQuery, territoriesQuery, useLookups } from '@/records/lookups'
import { useAppSearch, useSetSearch } from '@/records/search'
import { Button } from '@/ui/Button'
import { Empty, Failure, SkeletonRows } from '@/ui/display'
import { Drawer, Panel } from '@/ui/layout'
import { Select } from '@/ui/Select'

const TOLERANCE = 0.1

interface Proposal {
  result: DivideResult | RealignPlan
  balance: Balance
  tolerance: number
}

export function TerritoriesPage() {
  const t = useT()
  const search = useAppSearch()
  const setSearch = useSetSearch()
  const alignments = useQuery(alignmentsQuery)
  const all = alignments.data?.data ?? []
  const opened = all.find(({ id }) => id === search.open)
  // Without a choice, the alignment in force is what the map shows.
  const shown = opened ?? all.find(({ state }) => state === 'active')
  const territories = useQuery(territoriesQuery(shown?.id)).data?.data
  const [proposal, setProposal] = useState<Proposal | null>(null)
  const [hovered, setHovered] = useState<string | null>(null)
  const [balance, setBalance] = useState<Balance>('workload')
  const onProposal = useCallback(
    (result: Proposal['result'] | null, by: Balance, tolerance: number) => setProposal(result && { result, balance: by, tolerance }),
    [],
  )
  const rows = useRows(proposal, territories)
  const patches = usePatches(proposal, territories)
  useFit(useMemo(() => (territories?.length ? territories.map(({ geometry }) => geometry) : null), [territories]))
  const isDividing = search.panel === 'divide'
  const isRealigning = search.panel === 'realign'
  const select = (id: string | undefined) => setSearch({ with: id, ...(id && shown && !isDividing && !isRealigning ? { open: shown.id } : {}) }, { replace: true })

  return (
    <>
      <TerritoriesLayer patches={patches} selected={search.with} hovered={hovered} onSelect={select} />
      {isDividing ? (
        <DividePanel onClose={() => setSearch({ panel: undefined })} onSaved={(id) => setSearch({ panel: undefined, open: id })} onProposal={onProposal} />
      ) : opened && isRealigning && territories ? (
        <RealignPanel
          key={opened.id}
          alignment={opened}
          territories={territories}
          onClose={() => setSearch({ panel: undefined })}
          onSaved={(id) => setSearch({ panel: undefined, open: id, with: undefined })}
          onProposal={onProposal}
        />
      ) : opened ? (
        <AlignmentPanel
          key={opened.id}
          alignment={opened}
          territories={territories ?? []}
          selected={territories?.find(({ id }) => id === search.with)}
          onSelect={select}
          onClose={() => setSearch({ open: undefined, with: undefined })}
          onRealign={() => setSearch({ panel: 'realign' })}
        />
      ) : (
        <Overview
          alignments={alignments.data?.data}
          error={alignments.error}
          onRetry={() => void alignments.refetch()}
          onOpen={(open) => setSearch({ open })}
          onDivide={() => setSearch({ panel: 'divide' })}
          shown={shown?.id}
        />
      )}
      {rows.length > 0 ? (
        <Drawer
          label={t('territory.table')}
          head={
            <>
              <h2 className="grow">{proposal ? t('territory.proposal') : shown?.name}</h2>
              {proposal ? null : (
                <Select label={t('territory.balanceBy')} labelHidden value={balance} onChange={setBalance} options={BALANCES.map((id) => ({ id, label: t(`territory.balance.${id}`) }))} />
              )}
            </>
          }
        >
          <BalanceTable
            rows={rows}
            balance={proposal?.balance ?? balance}
            tolerance={proposal?.tolerance ?? TOLERANCE}
            selected={search.with}
            onSelect={select}
            onHover={setHovered}
          />
        </Drawer>
      ) : null}
    </>
  )
}

/** The territories of a realignment are known already; those of a division are numbered. */
function nameOf(t: Translate, result: Proposal['result'], index: number): string {
  return 'moves' in result ? result.territories[index]!.name : t('territory.numbered', { number: index + 1 })
}

function useRows(proposal: Proposal | null, territories: Patchable[] | undefined): BalanceRow[] {
  const t = useT()
  const { user } = useLookups()
  return useMemo(() => {
    if (!proposal) return (territories ?? []).map(({ id, name, owner, color, measures }) => ({ id, name, owner: owner?.name ?? null, color, measures }))
    // Plans that move little are compared with what is in force, which is counted, not balanced.
    const isCounted = 'moves' in proposal.result
    return proposal.result.territories.map((territory, i) => ({
      id: String(i),
      name: nameOf(t, proposal.result, i),
      owner: user(territory.owner_id)?.name ?? null,
      color: territory.color,
      measures: territory.measures,
      ...(territory.travel ? { travel: territory.travel } : {}),
      ...(isCounted ? {} : { balance: territory.balance }),
    }))
  }, [proposal, territories, t, user])
}

type Patchable = NonNullable<Awaited<ReturnType<ReturnType<typeof territoriesQuery>['queryFn']>>>['data'][number]

function usePatches(proposal: Proposal | null, territories: Patchable[] | undefined): Patch[] {
  const t = useT()
  return useMemo(
    () =>
      proposal
        ? proposal.result.territories.map((territory, i) => ({ id: String(i), name: nameOf(t, proposal.result, i), color: territory.color, geometry: territory.geometry }))
        : (territories ?? []),
    [proposal, territories, t],
  )
}

interface OverviewProps {
  alignments: Alignment[] | undefined
  error: Error | null
  shown: string | undefined
  onRetry: () => void
  onOpen: (id: string) => void
  onDivide: () => void
}

function Overview({ alignments, error, shown, onRetry, onOpen, onDivide }: OverviewProps) {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const create = useCreateAlignment(onOpen)
  return (
    <Panel
      title={t('shell.territories')}
      label={t('shell.territories')}
      footer={
        may('alignment', 'create') ? (
          <>
            <Button variant="primary" icon={<Split aria-hidden />} onPress={onDivide}>
              {t('territory.divide')}
            </Button>
            <Button icon={<Plus aria-hidden />} isPending={create.isPending} onPress={() => create.mutate(t('territory.defaultName', { date: format.date(new Date()) }))}>
              {t('territory.drawNew')}
            </Button>
          </>
        ) : null
      }
    >
      {error ? (
        <Failure message={explain(error)} onRetry={onRetry} />
      ) : !alignments ? (
        <SkeletonRows rows={3} height={48} />
      ) : alignments.length === 0 ? (
        <Empty icon={<Shapes aria-hidden />} title={t('territory.none')}>
          {t('territory.noneHint')}
        </Empty>
      ) : (
        <AlignmentList alignments={alignments} opened={shown} onOpen={onOpen} />
      )}
    </Panel>
  )
}
