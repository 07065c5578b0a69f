import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

// Who may import whom: features import api, map, ui, i18n and never each other; ui knows no feature.
const forbid = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
})

export default tseslint.config(
  { ignores: ['dist', 'src/api/schema.d.ts', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
    },
  },
  forbid(['src/ui/**'], [{ group: ['@/features/*', '@/routes/*', '@/map/*', '@/api/*'], message: 'ui knows no feature' }]),
  forbid(['src/api/**', 'src/i18n/**'], [{ group: ['@/features/*', '@/routes/*', '@/ui/*', '@/map/*'], message: 'api and i18n stand alone' }]),
  forbid(['src/map/**'], [{ group: ['@/features/*', '@/routes/*'], message: 'map knows no feature' }]),
  { files: ['scripts/**'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } }, rules: { 'no-console': 'off' } },
)
