import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { Skeleton } from './display'
import { cx } from './cx'
import css from './DataTable.module.css'

export interface Column<Row> {
  id: string
  label: string
  /** In pixels, at least. */
  width: number
  /** Its share of the room that is left. */
  grow?: number
  align?: 'start' | 'end'
  isSortable?: boolean
  cell: (row: Row) => ReactNode
}

export interface Sort {
  column: string
  descending: boolean
}

export interface DataTableProps<Row> {
  label: string
  columns: Column<Row>[]
  /** How many rows there are in all; those not loaded yet are drawn as outlines. */
  count: number
  row: (index: number) => Row | undefined
  rowId: (row: Row) => string
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  selectedId?: string | null
  hoveredId?: string | null
  onSelect?: (row: Row) => void
  onHover?: (row: Row | null) => void
  /** Called when rows up to this index have come into sight. */
  onReach?: (index: number) => void
  rowHeight?: number
}

const ROW_PX = 38
const OVERSCAN = 8

/** A table that draws only the rows in sight; arrow keys walk it, Enter opens a row. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, count, row, rowId, onReach, rowHeight = ROW_PX } = props
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns is used here only, never passed on
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= 0) onReach?.(last)
  }, [last, onReach])

  const template = columns.map(({ width, grow }) => (grow ? `minmax(${width}px, ${grow}fr)` : `${width}px`)).join(' ')
  // The same for the head and every row, so that their columns meet.
  const minWidth = columns.reduce((sum, { width }) => sum + width, 0)
  return (
    <div
      className={css.wrap}
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      onKeyDown={walkRows}
      onMouseLeave={() => props.onHover?.(null)}
    >
      <Header {...props} template={template} minWidth={minWidth} />
      <div className={css.body} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const record = row(item.index)
          const id = record === undefined ? undefined : rowId(record)
          return (
            <div
              key={id ?? item.key}
              role="row"
              data-row
              aria-rowindex={item.index + 2}
              aria-selected={id !== undefined && id === props.selectedId}
              tabIndex={item.index === items[0]?.index || id === props.selectedId ? 0 : -1}
              className={cx(css.row, id && id === props.selectedId && css.selected, id && id === props.hoveredId && css.hovered)}
              style={{ transform: `translateY(${item.start}px)`, gridTemplateColumns: template, minWidth, ['--row' as string]: `${rowHeight}px` }}
              onClick={() => record !== undefined && props.onSelect?.(record)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !event.nativeEvent.isComposing && record !== undefined) props.onSelect?.(record)
              }}
              onMouseEnter={() => record !== undefined && props.onHover?.(record)}
            >
              {columns.map((column) => (
                <div key={column.id} role="gridcell" className={cx(css.td, column.align === 'end' && css.end)}>
                  {record === undefined ? <Skeleton width="70%" height={12} /> : column.cell(record)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Header<Row>({ columns, sort, onSort, template, minWidth }: DataTableProps<Row> & { template: string; minWidth: number }) {
  return (
    <div role="rowgroup" style={{ display: 'contents' }}>
      <div className={css.head} role="row" style={{ gridTemplateColumns: template, minWidth }}>
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={cx(css.th, column.align === 'end' && css.end)}
            aria-sort={sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined}
          >
            {column.isSortable && onSort ? (
              <button
                type="button"
                className={css.sort}
                onClick={() => onSort({ column: column.id, descending: sort?.column === column.id && !sort.descending })}
              >
                {column.label}
                {sort?.column === column.id ? sort.descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden /> : null}
              </button>
            ) : (
              column.label
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

function walkRows(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const current = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')
  const next = event.key === 'ArrowDown' ? current?.nextElementSibling : current?.previousElementSibling
  if (!(next instanceof HTMLElement)) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}
