"""What figures depend on: the machine that they were measured on, and what lies in its page cache."""
import os
import pathlib
import platform
import subprocess

DROP = pathlib.Path("/proc/sys/vm/drop_caches")


def can_drop_all() -> bool:
    return os.access(DROP, os.W_OK)


def forget(folder: pathlib.Path) -> None:
    """Takes the files below the folder out of the page cache: by the system's switch (root), which takes what it knows of folders
    along; else file by file."""
    os.sync()
    if can_drop_all():
        DROP.write_text("3")
        return
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def processor() -> str:
    """ "AMD EPYC, SHA extensions, AVX-512"."""
    name, flags = platform.processor() or platform.machine(), set()
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            key, _, value = (part.strip() for part in line.partition(":"))
            if key == "model name":
                name = value
            if key in ("flags", "Features"):
                flags = set(value.split())
    except OSError:
        pass  # another system than Linux
    known = {"sha_ni": "SHA extensions", "sha2": "SHA extensions", "avx2": "AVX2", "avx512f": "AVX-512"}
    return ", ".join([name, *dict.fromkeys(words for flag, words in known.items() if flag in flags)])


def description() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    day = subprocess.run(["date", "-u", "+%Y-%m-%d"], capture_output=True, text=True, check=False).stdout.strip()
    return f"{processor()}; {os.cpu_count()} cores; {memory:.0f} GiB of memory; {platform.system()} {platform.release()}; {day}"


if __name__ == "__main__":
    print(f"{description()}.")
