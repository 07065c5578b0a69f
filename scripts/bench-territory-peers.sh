#!/usr/bin/env bash
# The peers of the territory benchmark, each left out with a message where it is not installed.
# Usage: bench-territory-peers.sh PYTHON INSTANCES
set -euo pipefail
python=$1 instances=$2
cd "$(dirname "$0")/.."
[ -n "$instances" ] || { echo "peers: left out, no INSTANCES=folder"; exit 0; }
command -v "$python" >/dev/null || { echo "peers: left out, no $python"; exit 0; }
for peer in ortools_flow gerrychain_cuts; do
	if "$python" -c "import ${peer%%_*}" 2>/dev/null; then
		"$python" "benches/territory/$peer.py" "$instances"
	else
		echo "${peer%%_*}: left out, not installed for $python"
	fi
done
