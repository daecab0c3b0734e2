#!/bin/sh
# Install what is missing, saying first what and why. Called by the Makefile:
#   setup.sh VENV run|test|train DEBIAN_PACKAGE...
set -eu
venv=$1 purpose=$2
shift 2
python=${PYTHON:-python3}

say() { printf '%s\n' "$*"; }
fail() { printf '\nsetup: %s\n' "$*" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || fail "no $python here; install python3 (3.11 to 3.13) and call make again"
"$python" - <<'PY' || fail "Python 3.11, 3.12 or 3.13 is needed; point make at one: make PYTHON=/path/to/python3.11 ..."
import sys
sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else 1)
PY

# Debian packages: only what is not there yet.
missing=
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
if [ -n "$missing" ]; then
  command -v apt-get >/dev/null 2>&1 || fail "apt-get is not here; install by hand the equivalents of:$missing — then call make again"
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
  else
    fail "root is needed to install:$missing
  Ask an administrator to run:  apt-get install -y$missing
  and call make again; nothing else here needs root."
  fi
  say "setup: installing Debian packages with apt-get:$missing"
  $as_root apt-get update -qq || say "setup: apt-get update failed; trying with the lists that are here"
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null \
    || fail "apt-get could not install:$missing
  Run by hand:  apt-get install -y$missing   and read what it says."
fi

if [ ! -x "$venv/bin/python" ]; then
  say "setup: making a virtual environment in $venv"
  "$python" -m venv "$venv" || fail "'$python -m venv $venv' failed; on Debian: apt-get install -y python3-venv"
fi
say "setup: installing the Python packages of pyproject.toml ($purpose) into $venv"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1' 2>/dev/null \
  || fail "pip cannot reach a package index; check the network or pip's settings (pip config list)"
"$venv/bin/python" -m pip install -q --disable-pip-version-check -e . || fail "pip could not install the service's packages (its message stands above)"
case $purpose in
  test) group=dev ;;
  train) group=train ;;
  *) group= ;;
esac
if [ -n "$group" ]; then
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --group "$group" || fail "pip could not install the $group packages (its message stands above)"
fi
