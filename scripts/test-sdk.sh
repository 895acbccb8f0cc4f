# Sourced by test.sh: the pytest suite of the Python SDK, against the built product, with a report that scripts/test-report.sh reads.

sdk_suite=Sdk.Python

# Leaves report.xml, output.txt and exit in the suite's folder, as the other suites do.
run_sdk_suite() {
  local folder=$work/$sdk_suite choose=()
  mkdir -p "$folder/tmp"
  [ -z "${1:-}" ] || choose=(-k "$1")
  if [ ! -f "$python_home/made-of" ]; then
    skip_sdk_suite "There is no Python environment with pytest, pandas and pyarrow here: scripts/test-python.sh could not make one." >"$folder/report.xml"
    printf '%s [SKIP]\n  %s\n' "$sdk_suite" "There is no Python environment with pytest, pandas and pyarrow here." >"$folder/output.txt"
    echo 0 >"$folder/exit"
  else
    # Plugins that other tests bring into the environment are not for this suite.
    PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 PYTHONDONTWRITEBYTECODE=1 TMPDIR="$folder/tmp" \
      "$python_home/bin/python" -m pytest sdk/python -rs --tb=short --no-header -q --junitxml "$folder/junit.xml" "${choose[@]}" \
      </dev/null >"$folder/output.txt" 2>&1 && echo 0 >"$folder/exit" || echo $? >"$folder/exit"
    # 5: the filter chose none of the tests.
    [ "$(cat "$folder/exit")" != 5 ] || echo 0 >"$folder/exit"
    "$python_home/bin/python" scripts/junit-to-xunit.py "$sdk_suite" "$folder/junit.xml" "$folder/report.xml" >>"$folder/output.txt" 2>&1 || true
  fi
  report_suite "$sdk_suite"
}

skip_sdk_suite() {
  printf '<assemblies><assembly name="%s" total="1" passed="0" failed="0" skipped="1" errors="0" time="0"><test name="%s" result="Skip" time="0"><reason>%s</reason></test></assembly></assemblies>\n' \
    "$sdk_suite" "$sdk_suite" "$1"
}
