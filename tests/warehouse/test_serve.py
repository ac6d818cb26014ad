"""The pages: started on this machine only, refused with a reason, closed cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request

import pytest

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for_pages(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                assert answer.read() == b"ok"
            return
        except OSError:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.1)


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_pages_answer_until_they_are_interrupted_and_the_port_is_free_again(built_project, port, number):
    process = built_project.start("serve", "--port", str(port), "--no-browser")
    try:
        wait_for_pages(process, port)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert out == "" and f"http://localhost:{port}" in err and "Pagine chiuse" in err
    assert "Traceback" not in err
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


@POSIX
def test_pages_whose_launcher_is_killed_end_too(built_project, port):
    process = built_project.start("serve", "--port", str(port), "--no-browser")
    try:
        wait_for_pages(process, port)
    finally:
        process.kill()
    process.communicate(timeout=10)  # ends when the pages, which hold the same pipes, have ended too
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


@pytest.mark.parametrize("command", ["serve", "run"])
def test_a_port_that_is_taken_is_said_before_anything_is_done(built_project, command):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = built_project.leps(command, "--port", port, "--no-browser")
    assert done.returncode == 2 and port in done.stderr and "--port" in done.stderr
    assert done.stdout == ""


@POSIX
def test_run_serves_the_version_before_if_the_build_fails_and_says_so_plainly(project, port):
    project.receive("comune,residenti\nIseo,9000\n")
    process = project.start("run", "--port", str(port), "--no-browser")
    said = []
    reader = threading.Thread(target=lambda: said.extend(process.stderr), daemon=True)
    reader.start()
    try:
        wait_for_pages(process, port)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    finally:
        process.kill()
    reader.join(timeout=5)
    assert process.returncode == 0
    assert any("La costruzione non è riuscita" in line for line in said)
    process.stdout.close()


def test_run_ends_with_the_code_of_the_build_where_there_is_nothing_to_serve(project, port, tmp_path):
    project.receive("comune,residenti\nIseo,9000\n")
    empty = str(tmp_path / "vuoto")
    done = project.leps("run", "--port", str(port), "--no-browser", "--warehouse", empty)
    assert done.returncode == 1
    project.table.write_text("altro", "utf-8")
    assert project.leps("run", "--port", str(port), "--no-browser", "--warehouse", empty).returncode == 2


@POSIX
def test_public_pages_answer_on_every_address_and_ask_nobody_which_that_is(built_project, port):
    process = built_project.start(
        "serve", "--profilo", "pubblico", "--indirizzo", "0.0.0.0", "--port", str(port), "--no-browser"
    )
    try:
        wait_for_pages(process, port)
        time.sleep(2)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert "Pagine pubbliche su http://localhost" in err
    assert "external IP" not in err


def test_internal_pages_on_an_open_address_are_refused_before_anything_is_done(built_project, port):
    done = built_project.leps("serve", "--indirizzo", "0.0.0.0", "--port", str(port), "--no-browser")
    assert done.returncode == 2 and "--profilo pubblico" in done.stderr
