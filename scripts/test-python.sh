# Sourced by test.sh: a virtual environment with what the Python tests import, kept in artifacts/ between runs.

python_home=$PWD/artifacts/test-python

# Never fails: a test that needs an absent module skips and says so.
make_python() {
  local requirements=$PWD/tests/requirements.txt wheels=../shared/wheels from=()
  local wanted
  wanted=$(sha256sum "$requirements")
  [ "$(cat "$python_home/made-of" 2>/dev/null)" != "$wanted" ] || return 0
  command -v python3 >/dev/null || { echo "No Python environment, there is no python3 here"; return 0; }
  # A folder of wheels beside the checkout serves where no package index can be reached.
  [ ! -d "$wheels" ] || from=(--no-index --find-links "$wheels")
  rm -rf "$python_home"
  python3 -m venv "$python_home" >"$work/python.txt" 2>&1 </dev/null &&
    "$python_home/bin/pip" install -q --disable-pip-version-check --no-deps --timeout 15 --retries 1 "${from[@]}" -r "$requirements" \
      >>"$work/python.txt" 2>&1 </dev/null &&
    echo "$wanted" >"$python_home/made-of" ||
    { echo "The Python environment could not be made; its tests skip:"; tail -n 3 "$work/python.txt"; }
}

# The environment's python3 goes first on the path where it is whole.
use_python() { [ ! -f "$python_home/made-of" ] || export PATH=$python_home/bin:$PATH; }
