#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is needed, builds marbre, and makes the samples (PDF and EPUB) under build/samples/.
set -eu
cd "$(dirname "$0")/.."
. samples/setup.sh

# shellcheck disable=SC2086
need $build_packages $run_packages
build release marbre_cli
mkdir -p build/samples
sed 's/#.*//' samples/list | while read -r name inputs; do
  case $name in
  '') continue ;;
  */) # shellcheck disable=SC2086
    (cd samples && ../build/release/marbre batch $inputs --out "../build/samples/$name")
    echo "build/samples/$name"
    continue ;;
  esac
  set --
  for input in $inputs; do set -- "$@" "samples/$input"; done
  build/release/marbre build "$@" -o "build/samples/$name.pdf" -o "build/samples/$name.epub"
  echo "build/samples/$name.pdf  build/samples/$name.epub"
done
