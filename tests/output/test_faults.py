"""Whatever happens at whichever step, the site is wholly the old or wholly the new, and the next build heals it."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def stop_at_every_step(folder: Path, how: str) -> list[dict[str, object]]:
    script = Path(__file__).with_name("faults.py")
    done = subprocess.run([sys.executable, script, folder, how], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_at_every_step_the_site_is_old_or_new(tmp_path):
    steps = stop_at_every_step(tmp_path, "kill")
    assert len(steps) > 20
    assert [step for step in steps if step["site"] not in ("old", "new") or not step["healed"]] == []
    assert {step["site"] for step in steps} == {"old", "new"}


def test_killed_between_two_renames_the_next_build_heals(tmp_path):
    steps = stop_at_every_step(tmp_path, "kill-renames")
    assert [step for step in steps if not step["healed"] or step["site"] == "mixed"] == []
    assert sum(step["site"] == "none" for step in steps) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_disk_that_fails_at_any_step_leaves_a_whole_site(tmp_path, code):
    steps = stop_at_every_step(tmp_path, str(code))
    assert [step for step in steps if step["site"] not in ("old", "new") or not step["healed"]] == []
    # The first step makes a folder that is there already, which no error can make worse.
    assert [step["status"] for step in steps] == [5, *[4] * (len(steps) - 2), 0]
