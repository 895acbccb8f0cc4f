# Sourced by test.sh: reads the xUnit XML reports that the suites leave in $work.

# The counts of one suite as `total passed failed skipped`; a suite that died counts as one failed test.
count_suite() {
  local report=$work/$1/report.xml status head total=0 passed=0 failed=0 skipped=0 errors=0
  status=$(cat "$work/$1/exit" 2>/dev/null || echo 1)
  if [ -s "$report" ]; then
    head=$(grep -o '<assembly [^>]*>' "$report" | head -n 1)
    for name in total passed failed skipped errors; do
      printf -v "$name" '%d' "$(sed -n "s/.* $name=\"\([0-9]*\)\".*/\1/p" <<<"$head")"
    done
  fi
  failed=$((failed + errors))
  [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  echo "$total $passed $failed $skipped"
}

# One line per suite as it ends; its whole output when something is wrong, else the reasons of what was skipped.
report_suite() {
  local total passed failed skipped seconds
  read -r total passed failed skipped < <(count_suite "$1")
  seconds=$(grep -o '<assembly [^>]*>' "$work/$1/report.xml" 2>/dev/null | sed -n 's/.* time="\([0-9.]*\)".*/\1/p' || true)
  {
    printf '%-32s %5d passed %4d failed %4d skipped  %8s s\n' "$1" "$passed" "$failed" "$skipped" "${seconds:--}"
    if [ "$failed" -gt 0 ]; then
      # The runner's own frames say nothing about the test.
      grep -vE '^ *at (Xunit\.|System\.(Threading|Runtime|Reflection)\.)' "$work/$1/output.txt" | sed 's/^/  | /' || true
      [ "$(cat "$work/$1/exit")" -le 1 ] || echo "  $1 ended with code $(cat "$work/$1/exit")"
    fi
    [ "$skipped" -eq 0 ] || grep -A 1 '\[SKIP\]' "$work/$1/output.txt" | sed '/^--$/d; s/^ */  /' || true
  } >"$work/$1/summary.txt"
  # One write, so that two suites that end together do not mix their lines.
  cat "$work/$1/summary.txt"
}

report_slow() {
  local slow
  slow=$(cat "$work"/*/report.xml 2>/dev/null | grep -o '<test [^>]*>' | sed -n 's/.* name="\([^"]*\)".* time="\([0-9.]*\)".*/\2 \1/p' | awk '$1 >= 5' | sort -rn | head -n 10 || true)
  [ -z "$slow" ] || { echo "Slowest tests, seconds:"; sed 's/^/  /' <<<"$slow"; }
}

# The names once more at the end, since what a suite printed may lie thousands of lines before.
report_failed() {
  local names
  names=$(cat "$work"/*/report.xml 2>/dev/null | grep -o '<test [^>]*result="Fail"[^>]*>' | sed 's/.* name="\([^"]*\)".*/\1/' || true)
  [ -z "$names" ] || { echo "Failed tests:"; sed 's/^/  /' <<<"$names"; }
}

report_total() {
  local suite total passed failed skipped all_passed=0 all_failed=0 all_skipped=0
  report_slow
  report_failed
  for suite in "$@"; do
    read -r total passed failed skipped < <(count_suite "$suite")
    all_passed=$((all_passed + passed)) all_failed=$((all_failed + failed)) all_skipped=$((all_skipped + skipped))
  done
  echo "$all_passed passed, $all_failed failed, $all_skipped skipped"
  [ "$all_failed" -eq 0 ] && [ $((all_passed + all_skipped)) -gt 0 ]
}
