#!/bin/bash
# Runs test_ray.py where Ray is: in .venv-ray, which `tests/run.sh ray` makes, or in the system's Python.
python=$(dirname "$0")/../../.venv-ray/bin/python
[ -x "$python" ] || python=python3
exec "$python" "$(dirname "$0")/test_ray.py" "$@"
