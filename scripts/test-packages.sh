# Sourced by test.sh: installs the Debian packages that the tests use, where that is possible.

# Tells by a file or command whether what a package brings is there already.
has_package() {
  case $1 in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null ;;
    python3-venv) python3 -c 'import ensurepip' 2>/dev/null ;;
    librdkafka1) ldconfig -p | grep -q 'librdkafka\.so\.1' ;;
    openjdk-17-jre-headless) command -v java >/dev/null ;;
    swift-*) command -v "$1-server" >/dev/null ;;
    tzdata) [ -e /usr/share/zoneinfo/Europe/London ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Never fails: a test that needs something absent skips and says so.
install_packages() {
  local missing=() package sudo=()
  for package in "$@"; do has_package "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || { echo "Not installed, no apt-get here: ${missing[*]}"; return 0; }
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || { echo "Not installed, needs root: ${missing[*]}"; return 0; }
    sudo=(sudo -n)
  fi

  echo "Installing ${missing[*]}"
  local network=(-o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15 -o Acquire::Retries=1 -o DPkg::Lock::Timeout=120)
  export DEBIAN_FRONTEND=noninteractive
  "${sudo[@]}" apt-get update -qq "${network[@]}" </dev/null >/dev/null 2>&1 || echo "apt-get update did not succeed"
  # One by one: a package that this distribution does not have must not keep the others away.
  for package in "${missing[@]}"; do
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${network[@]}" "$package" \
      </dev/null >"$work/apt.txt" 2>&1 || { echo "Could not install $package:"; tail -n 3 "$work/apt.txt"; }
  done
}
