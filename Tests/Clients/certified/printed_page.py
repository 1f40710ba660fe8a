"""The program that the page of sora-2 at lumenfall.ai prints, with its address and its key from the environment."""

import os
from pathlib import Path

program = (Path(__file__).parent.parent / "programs" / "lumenfall-sora-2.py").read_text()
for printed, name in (("https://api.lumenfall.ai/v1", "STUNT_BASE_URL"), ("YOUR_API_KEY", "STUNT_KEY")):
    assert printed in program, f"{printed} is not in the program"
    program = program.replace(printed, os.environ[name])
exec(compile(program, "lumenfall-sora-2.py", "exec"), {"__name__": "__main__"})
