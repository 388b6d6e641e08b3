# SPDX-License-Identifier: Apache-2.0
# setup.sh — sourced by samples/run.sh and tests/run.sh: Debian packages, configure, build. Quick when there is nothing to do.

build_packages="gcc cmake ninja-build pkg-config libglib2.0-dev libpango1.0-dev libcairo2-dev libharfbuzz-dev
  libfontconfig-dev libxml2-dev libicu-dev libyaml-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libhyphen-dev libzip-dev
  libqpdf-dev libjpeg62-turbo-dev libpng-dev python3 git ca-certificates"
run_packages="librsvg2-2 hyphen-fr hyphen-en-us fonts-ebgaramond fonts-sil-charis fonts-lato fonts-noto-core fonts-noto-extra fonts-inter fonts-vollkorn"

# need PACKAGE…: install those that are missing, as root or with sudo; otherwise print the line to run
need ()
{
  missing=
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; else
    echo "run this as root first: apt-get install$missing" >&2
    exit 3
  fi
  echo "installing:$missing"
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq
  # shellcheck disable=SC2086
  $sudo apt-get install -y -qq --no-install-recommends $missing >/tmp/marbre-apt.log 2>&1 || { tail -20 /tmp/marbre-apt.log >&2; exit 3; }
}

# build PRESET [TARGET…]: configure when needed, then build
build ()
{
  preset=$1; shift
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"/tmp/marbre-cmake-$preset.log" || { cat "/tmp/marbre-cmake-$preset.log"; exit 1; }
  cmake --build --preset "$preset" ${1:+--target "$@"} -- -v >"/tmp/marbre-build-$preset.log" 2>&1 || {
    grep -aE '(error:|warning:|undefined reference)' -A4 "/tmp/marbre-build-$preset.log" | head -60 >&2; exit 1; }
}
