"""Makes a fresh machine ready: programs through apt-get, Python packages through venvs under .venv."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

DEBIAN_PACKAGES = {
    "curl": "curl",
    "jq": "jq",
    "ffprobe": "ffmpeg",
    "node": "nodejs",
    "wrk": "wrk",
    "nginx": "nginx-light",
    "taskset": "util-linux",
    "prlimit": "util-linux",
    "openssl": "openssl",
}


def need_programs(*names):
    """Installs what is missing where that is possible, and otherwise says what to install."""
    missing = [name for name in names if not shutil.which(name)]
    if not missing:
        return
    packages = sorted({DEBIAN_PACKAGES[name] for name in missing})
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(
            f"missing: {', '.join(missing)}. Install them (Debian: apt-get install {' '.join(packages)})."
        )
    print(f"installing {' '.join(packages)}: {', '.join(missing)} not found", flush=True)
    apt_get("update")
    apt_get("install", "-y", "--no-install-recommends", *packages)
    still = [name for name in missing if not shutil.which(name)]
    if still:
        sys.exit(f"apt-get did not bring {', '.join(still)}")


def apt_get(*arguments):
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", "-qq", *arguments], env=environment, stdin=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"apt-get {' '.join(arguments)} failed with exit code {done.returncode}")


def venv(name, *requirements):
    """The Python of a venv that holds the requirements; made on the first call, kept afterwards."""
    folder = ROOT / ".venv" / name
    python = folder / "bin" / "python"
    stamp = folder / "requirements.txt"
    wanted = "\n".join(requirements) + "\n"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"making .venv/{name}: {', '.join(requirements)}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    if made.returncode:
        sys.exit(
            f"python3 -m venv failed (Debian: apt-get install python3-venv):\n{made.stdout}{made.stderr}"
        )
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements], check=True
    )
    stamp.write_text(wanted)
    return python


def debian_files(package):
    """The files of a Debian package that needs no installing, unpacked under .venv; kept afterwards."""
    folder = ROOT / ".venv" / f"debian-{package}"
    if (folder / "usr").exists():
        return folder
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        sys.exit(f"missing: the files of Debian's {package}; unpack it to {folder}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for command in (["apt-get", "-qq", "download", package], ["dpkg-deb", "-x", f"{package}.deb", "."]):
        if command[0] == "dpkg-deb":
            command[2] = next(folder.glob("*.deb")).name
        subprocess.run(command, cwd=folder, check=True, stderr=subprocess.DEVNULL)
    return folder
