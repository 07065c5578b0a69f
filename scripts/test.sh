#!/usr/bin/env bash
# Runs every test there is and closes with one true line: how many passed, failed, were skipped.
set -uo pipefail
. "$(dirname "$0")/tools.sh"
cd "$ROOT"

REPORTS=target/test-reports
passed=0 failed=0 skipped=0
notes=()

main() {
    mkdir -p "$REPORTS"
    use_packaged_postgres
    web_dependencies || broken "web dependencies (npm ci)"
    stage "web lint" npm --prefix web run --silent lint
    stage "web types" npm --prefix web run --silent check
    web_units
    web_build || broken "web build"
    rust_tests
    browser_stories
    close
}

use_packaged_postgres() {
    [ -z "${GCRM_POSTGRES_BIN:-}" ] && [ -z "$(machine_postgres)" ] || return 0
    local bin
    bin=$(packaged_postgres)
    [ -z "$bin" ] || export GCRM_POSTGRES_BIN=$bin
}

title() { printf '\n== %s\n' "$1"; }

# A stage that is one check: it passes or fails as a whole.
stage() {
    title "$1"
    if "${@:2}" </dev/null; then
        passed=$((passed + 1))
    else
        broken "$1"
    fi
}

broken() {
    failed=$((failed + 1))
    notes+=("failed: $1")
}

count() { grep -oE "[0-9]+ $1" <<<"$2" | awk '{ n += $1 } END { print n + 0 }'; }

web_dependencies() { make --no-print-directory web-dependencies </dev/null; }

web_build() {
    title "web build"
    make --no-print-directory web/dist/index.html </dev/null
}

# counted TITLE LOG STATUS TEXT: adds the counts found in TEXT; a failure without a count is one.
counted() {
    local n_failed
    n_failed=$(count failed "$4")
    passed=$((passed + $(count passed "$4")))
    skipped=$((skipped + $(count '(skipped|ignored|did not run)' "$4")))
    if [ "$3" != 0 ] && [ "$n_failed" = 0 ]; then
        n_failed=1
    fi
    failed=$((failed + n_failed))
    [ "$n_failed" = 0 ] || notes+=("failed: $n_failed in $1 (see $2)")
}

rust_tests() {
    local log=$REPORTS/cargo.log status
    title "cargo test"
    cargo test --no-fail-fast </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    counted "cargo test" "$log" "$status" "$(grep '^test result:' "$log")"
}

plain() { sed 's/\x1b\[[0-9;]*m//g' "$1"; }

web_units() {
    local log=$REPORTS/vitest.log status
    title "web unit tests"
    npm --prefix web run --silent test </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    counted "web unit tests" "$log" "$status" "$(plain "$log" | grep -E '^ *Tests ')"
}

browser_stories() {
    local log=$REPORTS/playwright.log status chromium
    title "browser stories"
    chromium=$(chromium_path)
    if [ -z "$chromium" ]; then
        skipped=$((skipped + 1))
        notes+=("skipped: the browser stories; they need Chromium (Debian: apt-get install chromium fonts-noto-cjk)")
        return
    fi
    if ! cargo build --quiet </dev/null; then
        broken "browser stories: the binary could not be built"
        return
    fi
    CHROMIUM=$chromium npm --prefix web run --silent e2e </dev/null 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    counted "browser stories" "$log" "$status" "$(plain "$log" | grep -E '^ +[0-9]+ (passed|failed|skipped|flaky|did not run)')"
}

close() {
    printf '\n'
    [ ${#notes[@]} = 0 ] || printf '%s\n' "${notes[@]}"
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" = 0 ]
}

main
