#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is needed, builds, and runs every test. --quick leaves out the judges, the sanitizers and the long runs.
set -eu
cd "$(dirname "$0")/.."
. samples/setup.sh

quick=
for argument in "$@"; do
  case $argument in
  --quick) quick=1 ;;
  *) echo "usage: tests/run.sh [--quick]" >&2; exit 2 ;;
  esac
done

# shellcheck disable=SC2086
need $build_packages $run_packages clang clang-format qpdf poppler-utils unzip python-tinycss2-common \
  fonts-linuxlibertine fonts-vollkorn fonts-liberation
export LC_ALL=C.UTF-8

build ci-gcc
if [ -n "$quick" ]; then
  exec ctest --test-dir build/ci-gcc --output-on-failure -j 2 -L quick
fi

need weasyprint clang-tidy default-jdk-headless maven chromium libclang-rt-14-dev
command -v npm >/dev/null || need nodejs npm
tests/judges/install.sh
build ci-clang
build asan
export ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp" UBSAN_OPTIONS=halt_on_error=1
ctest --test-dir build/asan --output-on-failure -j 2 -L unit
exec ctest --test-dir build/ci-gcc --output-on-failure -j 2
