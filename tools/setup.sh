#!/bin/sh
# Install what is missing, saying first what and why. Called by the Makefile:
#   setup.sh VENV run|test|train DEBIAN_PACKAGE...
set -eu
venv=$1 purpose=$2
shift 2
python=${PYTHON:-python3}

say() { printf '%s\n' "setup: $*"; }
fail() { printf '\nsetup: %s\n' "$*" >&2; exit 1; }

# There already: as a Debian package, or as its command, installed some other way.
is_here() {
  dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed' && return
  case $1 in sip-tester) command -v sipp ;; *) command -v "$1" ;; esac >/dev/null 2>&1
}

command -v "$python" >/dev/null 2>&1 || fail "no $python here; install python3 (3.11 to 3.13) and call make again"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
  || fail "Python 3.11, 3.12 or 3.13 is needed, which $python is not; point make at one: make PYTHON=/path/to/python3.11 ..."

missing=
for package in "$@"; do
  is_here "$package" || missing="$missing $package"
done
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  case $(command -v "$python") in
    /usr/bin/python3*) missing="$missing python3-venv" ;;
    *) fail "$python has no venv or no ensurepip; install them for it, or point make at another: make PYTHON=/usr/bin/python3 ..." ;;
  esac
fi

if [ -n "$missing" ]; then
  # What comes as a service is wanted as a program only: it must not take ports, now or at boot.
  services=
  for package in $missing; do
    case $package in redis-server | kamailio) services="$services $package" ;; esac
  done
  by_hand="apt-get update && apt-get install -y$missing${services:+ && systemctl disable --now$services}"
  command -v apt-get >/dev/null 2>&1 || fail "needed, but apt-get is not here to install it:$missing
  Install what your system calls these (names are Debian's) and call make again;
  nothing else here needs root."
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
  else
    fail "root is needed to install:$missing
  Ask an administrator to run:  $by_hand
  and call make again; nothing else here needs root."
  fi
  heard=$(mktemp)
  no_start=/usr/sbin/policy-rc.d
  if [ -z "$services" ] || [ -e "$no_start" ]; then no_start=; fi
  trap 'rm -f "$heard"; if [ -n "$no_start" ]; then $as_root rm -f "$no_start"; fi' EXIT
  trap 'exit 130' INT TERM
  apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@" >"$heard" 2>&1; }
  say "installing Debian packages with ${as_root:+$as_root }apt-get:$missing"
  if [ -n "$services" ]; then
    say "  (as programs for the tests; as services they stay off:$services)"
  fi
  if [ -n "$no_start" ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$no_start" >/dev/null && $as_root chmod +x "$no_start"
  fi
  apt -o APT::Update::Error-Mode=any update || say "apt-get update failed; trying with the package lists that are here"
  apt install -y --no-install-recommends $missing || {
    cat "$heard" >&2
    fail "apt-get could not install:$missing
  Its message stands above. Most often the network, /etc/apt/sources.list or missing rights are the reason.
  When that is mended, call make again; or have an administrator run:  $by_hand"
  }
  if [ -n "$services" ] && command -v systemctl >/dev/null 2>&1; then
    $as_root systemctl disable -q $services || say "could not disable$services; they would start at boot"
  fi
fi

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  say "making a virtual environment in $venv with $("$python" -V)"
  "$python" -m venv --clear "$venv" || fail "'$python -m venv $venv' failed; its message stands above"
fi

pip() {
  "$venv/bin/python" -m pip install -q --disable-pip-version-check "$@" \
    || fail "pip could not install: $*
  Its message stands above. Most often the network, a proxy or the package index is the reason;
  '$venv/bin/python -m pip config list' shows what pip is set to. Then call make again."
}
case $purpose in
  test) group=dev ;;
  train) group=train ;;
  *) group= ;;
esac
say "installing the Python packages of pyproject.toml (to $purpose) into $venv; this takes a minute or two"
pip --upgrade 'pip>=25.1'
pip -e . ${group:+--group "$group"}
