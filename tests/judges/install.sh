#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the independent judges under build/judges: veraPDF and EPUBCheck by Maven, Ace by npm with Debian's Chromium.
set -eu
cd "$(dirname "$0")/../.."
judges=$PWD/build/judges
mkdir -p "$judges"

# copy_jars FOLDER GROUP ARTIFACT VERSION: an artifact with all it depends on
copy_jars ()
{
  [ -f "$judges/$1/done" ] && return
  rm -rf "$judges/${1:?}"; mkdir -p "$judges/$1"
  cat >"$judges/$1/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>judges</groupId><artifactId>$1</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>$2</groupId><artifactId>$3</artifactId><version>$4</version></dependency></dependencies></project>
POM
  echo "installing $3 $4"
  (cd "$judges/$1" && mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib)
  touch "$judges/$1/done"
}

copy_jars vera org.verapdf.apps greenfield-apps 1.28.2
copy_jars epubcheck org.w3c epubcheck 5.3.0
if [ ! -f "$judges/ace/done" ]; then
  echo "installing @daisy/ace-cli 1.4.6"
  mkdir -p "$judges/ace"
  (cd "$judges/ace" && echo '{"private":true}' >package.json &&
    PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-audit --no-fund @daisy/ace-cli@1.4.6)
  touch "$judges/ace/done"
fi
if [ ! -f "$judges/epubcheck/Batch.class" ]; then
  javac -d "$judges/epubcheck" -cp "$judges/epubcheck/lib/epubcheck-5.3.0.jar:$judges/epubcheck/lib/*" tests/judges/Batch.java
fi
