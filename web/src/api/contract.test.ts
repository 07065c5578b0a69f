import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, it } from 'vitest'

/**
 * `types.ts`, `vehicles.ts` and `closures.ts` say what this app reads, more closely than the OpenAPI document can (shapes of GeoJSON, the
 * items of lists). This holds them to the document: a renamed field, a new code or a field that may be null
 * now fails here, not in front of a user.
 */

interface Schema {
  $ref?: string
  allOf?: Schema[]
  oneOf?: Schema[]
  anyOf?: Schema[]
  type?: string | string[]
  enum?: string[]
  properties?: Record<string, Schema>
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const { schemas } = (JSON.parse(readFileSync(path('../../openapi.json'), 'utf8')) as { components: { schemas: Record<string, Schema> } }).components

/** Types that the document knows by another name. */
const RENAMED: Record<string, string> = {
  OutcomeCode: 'Outcome',
  Session: 'SessionView',
  MarketAnswer: 'MarketReport',
  Figures: 'FigureReport',
  Cell: 'CellReport',
  Measures: 'Figures',
  UnservedVisit: 'Unserved',
  AdminArea: 'AreaWithShape',
  HistoryEntry: 'Change',
}

/** Types of which the document only says that they are objects. */
const OPEN = new Set(['Area', 'List'])

function resolve(schema: Schema): Schema[] {
  if (schema.$ref) return resolve(schemas[schema.$ref.split('/').at(-1)!] ?? {})
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  return [schema, ...parts.flatMap(resolve)]
}

const propertiesOf = (schema: Schema): Record<string, Schema> => Object.assign({}, ...resolve(schema).map(({ properties }) => properties ?? {})) as Record<string, Schema>
const typesOf = (schema: Schema): string[] => resolve(schema).flatMap(({ type }) => type ?? [])
const codesOf = (schema: Schema): string[] => resolve(schema).flatMap((part) => part.enum ?? [])

const files = ['./types.ts', './vehicles.ts', './closures.ts'].map(path)
const program = ts.createProgram(files, { strict: true, skipLibCheck: true, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 })
const checker = program.getTypeChecker()
const sources = files.map((file) => program.getSourceFile(file)!)

/** The alternatives of a type: "string", "number", "boolean", "null", "object" or the codes themselves. */
function alternatives(type: ts.Type): { kinds: Set<string>; codes: string[] } {
  const parts = type.isUnion() ? type.types : [type]
  const codes = parts.filter((part) => part.isStringLiteral()).map((part) => part.value)
  return { kinds: new Set(parts.map(kindOf)), codes }
}

function kindOf(type: ts.Type): string {
  if (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) return 'null'
  if (type.flags & ts.TypeFlags.StringLike) return 'string'
  if (type.flags & ts.TypeFlags.NumberLike) return 'number'
  if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean'
  if (type.flags & ts.TypeFlags.Unknown) return 'unknown'
  return checker.isArrayType(type) || checker.isTupleType(type) ? 'array' : 'object'
}

function faultsOf(name: string, type: ts.Type, schema: Schema): string[] {
  const codes = codesOf(schema)
  if (codes.length > 0) {
    const known = alternatives(type).codes
    return [...codes.filter((code) => !known.includes(code)).map((code) => `${name} lacks "${code}"`), ...known.filter((code) => !codes.includes(code)).map((code) => `${name} has "${code}"`)]
  }
  const properties = propertiesOf(schema)
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const field = `${name}.${property.name}`
    const wanted = properties[property.name]
    if (!wanted) return [`${field} is not in the document`]
    const { kinds } = alternatives(checker.getTypeOfSymbol(property))
    const offered = typesOf(wanted)
    if (kinds.has('unknown') || offered.length === 0) return []
    const isKnown = (kind: string) => kinds.has(kind === 'integer' ? 'number' : kind)
    return offered.filter((kind) => !isKnown(kind)).map((kind) => `${field} may be ${kind}`)
  })
}

const declared = sources.flatMap((source) => checker.getExportsOfModule(checker.getSymbolAtLocation(source)!))
const compared = declared.filter(({ name }) => (RENAMED[name] ?? name) in schemas && !OPEN.has(name))

it('knows every code and field that it reads as the OpenAPI document has them', () => {
  const faults = compared.flatMap((symbol) => faultsOf(symbol.name, checker.getDeclaredTypeOfSymbol(symbol), schemas[RENAMED[symbol.name] ?? symbol.name]!))
  expect(faults).toEqual([])
  expect(compared.length).toBeGreaterThan(25)
})
