# Sourced by scripts/demo and scripts/test: `use_venv` leaves a .venv with the locked list and this project in it,
# and its programs first on PATH. A second call with the same lock file, place and Python does nothing but look.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

# Prints the first Python that is new enough and can make environments; $PYTHON goes before all.
find_python() {
  local candidate version found=""
  for candidate in "${PYTHON:-}" python3 python python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
      version="$("$candidate" -V 2>&1)" || version="does not run"
      found="$found $candidate ($version)"
      continue
    }
    "$candidate" -c 'import ensurepip, venv' 2>/dev/null || {
      found="$found $candidate (has no venv module; on Debian and Ubuntu: apt-get install python3-venv)"
      continue
    }
    command -v "$candidate"
    return 0
  done
  say "kict needs Python 3.11 or newer. Found:${found:- none}."
  say "Install one (https://www.python.org/downloads/), or name it: PYTHON=/path/to/python3.12 $0"
  return 2
}

use_venv() {
  local root="$1" python stamp lock_key project_key
  stamp="$root/.venv/kict-stamp"
  # The editable install holds the checkout's place and the entry points of pyproject.toml.
  lock_key="lock $(cksum <"$root/requirements.lock") in $root"
  project_key="project $(cksum <"$root/pyproject.toml")"

  if ! { [ -x "$root/.venv/bin/python" ] && "$root/.venv/bin/python" -c '' 2>/dev/null \
    && grep -qxF "$lock_key" "$stamp" 2>/dev/null; }; then
    python="$(find_python)"
    say "Making .venv with $("$python" -V) and the packages of requirements.lock …"
    rm -rf "$root/.venv"
    "$python" -m venv "$root/.venv"
    "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
      --require-hashes -r "$root/requirements.lock"
    printf '%s\n' "$lock_key" >"$stamp"
  fi
  if ! grep -qxF "$project_key" "$stamp"; then
    "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
      --no-deps --no-build-isolation -e "$root"
    printf '%s\n' "$lock_key" "$project_key" >"$stamp"
  fi
  PATH="$root/.venv/bin:$PATH"
}
